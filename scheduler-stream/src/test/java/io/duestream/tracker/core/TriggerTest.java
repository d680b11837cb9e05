package io.duestream.tracker.core;

import static io.duestream.job.Result.SUCCESS;
import static io.duestream.tracker.core.Scenario.aJob;
import static io.duestream.tracker.core.Scenario.everyMinute;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import io.duestream.job.Cron;
import io.duestream.job.Phase;
import io.duestream.job.Repeat;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When the four triggers fire, and when a job is over. */
class TriggerTest {
    private static final Instant MIDNIGHT = Instant.parse("2027-01-01T00:00:00Z");

    @Test
    void an_immediate_job_fires_with_its_acceptance() {
        Scenario.of(aJob())
                .told("accepted, next 00:00:00", "fire 1 for 00:00:00")
                .phase(Phase.WAITING)
                .ready(1L)
                .sleeps();
    }

    @Test
    void a_job_ends_with_its_last_fire_when_its_trigger_has_no_other() {
        Scenario.of(aJob())
                .admit()
                .told("1.0 dispatched")
                .phase(Phase.QUEUED)
                .started(1, 0)
                .phase(Phase.RUNNING)
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "job COMPLETED")
                .gone();
    }

    @Test
    void a_job_may_end_without_having_been_reported_started() {
        Scenario.of(aJob())
                .admit()
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "job COMPLETED");
    }

    @Test
    void a_timed_job_fires_at_its_time_and_never_early() {
        Scenario.of(aJob().at(MIDNIGHT.plusSeconds(600)))
                .told("accepted, next 00:10:00")
                .phase(Phase.SCHEDULED)
                .wakesAt("00:10:00")
                .at("00:09:59.999")
                .due()
                .told()
                .at("00:10:00")
                .due()
                .told("fire 1 for 00:10:00");
    }

    @Test
    void a_timed_job_due_in_the_past_fires_at_once() {
        Scenario.of(aJob().at(MIDNIGHT.minusSeconds(60)))
                .told("accepted, next 2026-12-31T23:59:00Z", "fire 1 for 2026-12-31T23:59:00Z");
    }

    @Test
    void the_first_fire_of_a_cron_job_is_after_its_acceptance() {
        Scenario.of(everyMinute()).told("accepted, next 00:01:00");
    }

    @Test
    void a_cron_job_follows_the_clock_of_its_zone() {
        Scenario.of(aJob().cron("0 30 9 * * ?", "Asia/Kolkata")).told("accepted, next 04:00:00");
        Scenario.of(aJob().cron("0 9 * * *", "Asia/Shanghai")).told("accepted, next 01:00:00");
    }

    @Test
    void a_late_fire_does_not_move_the_schedule() {
        Scenario.of(everyMinute())
                .at("00:01:42")
                .due()
                .told("fire 1 for 00:01:00")
                .run();
        Scenario.of(aJob().repeat(Duration.ofMinutes(1), -1))
                .run()
                .finished(1, SUCCESS)
                .at("00:01:42")
                .due()
                .told("fire 2 for 00:01:00")
                .run()
                .finished(2, SUCCESS)
                .wakesAt("00:02:00");
    }

    @Test
    void a_cron_job_fires_between_its_start_and_its_end_both_included() {
        Scenario.of(aJob().trigger(bounded("00:10:00", "00:11:00")))
                .told("accepted, next 00:10:00")
                .at("00:10:00")
                .due()
                .run()
                .finished(1, SUCCESS)
                .at("00:11:00")
                .due()
                .told("fire 2 for 00:11:00")
                .sleeps()
                .run()
                .finished(2, SUCCESS)
                .told("2.0 attempt SUCCESS", "2.0 SUCCEEDED", "fire 2 SUCCEEDED", "job COMPLETED");
    }

    @Test
    void a_repeat_begins_at_acceptance_and_counts_its_fires() {
        Scenario job = Scenario.of(aJob().repeat(Duration.ofSeconds(10), 3))
                .told("accepted, next 00:00:00", "fire 1 for 00:00:00")
                .run()
                .finished(1, SUCCESS);
        job.at("00:00:10").due().told("fire 2 for 00:00:10").run().finished(2, SUCCESS);
        job.at("00:00:20")
                .due()
                .told("fire 3 for 00:00:20")
                .sleeps()
                .run()
                .finished(3, SUCCESS)
                .told("3.0 attempt SUCCESS", "3.0 SUCCEEDED", "fire 3 SUCCEEDED", "job COMPLETED");
    }

    @Test
    void a_repeat_counts_fires_that_were_opened_and_not_due_times_that_were_skipped() {
        Scenario job = Scenario.of(aJob().repeat(Duration.ofSeconds(10), 2)).run();

        job.at("00:00:35")
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "COALESCED 3: 00:00:10 to 00:00:30");
        job.at("00:00:40").due().told("fire 2 for 00:00:40").sleeps();
    }

    @Test
    void a_repeat_without_end_goes_on() {
        Scenario job = Scenario.of(aJob().repeat(Duration.ofSeconds(10), Repeat.FOREVER));
        for (int i = 1; i <= 100; i++) {
            job.run()
                    .finished(i, SUCCESS)
                    .at(MIDNIGHT.plusSeconds(10L * i).toString())
                    .due();
        }
        assertThat(job.story()).containsExactly("fire 101 for 00:16:40");
    }

    @Test
    void a_repeat_that_should_have_begun_already_begins_now() {
        Repeat repeat = new Repeat(Duration.ofHours(1), 5, Optional.of(MIDNIGHT.minusSeconds(90)), Optional.empty());
        Scenario.of(aJob().trigger(repeat))
                .told("accepted, next 00:00:00", "fire 1 for 00:00:00")
                .expect(FireOpened.class, e -> assertThat(e.nextDue()).contains(Instant.parse("2027-01-01T01:00:00Z")));
    }

    @Test
    void a_repeat_that_begins_later_keeps_the_grid_of_its_start_and_no_fire_is_after_its_end() {
        Repeat repeat = new Repeat(
                Duration.ofHours(1),
                5,
                Optional.of(MIDNIGHT.plusSeconds(1800)),
                Optional.of(MIDNIGHT.plusSeconds(5400)));
        Scenario.of(aJob().trigger(repeat))
                .told("accepted, next 00:30:00")
                .at("00:30:07")
                .due()
                .run()
                .finished(1, SUCCESS)
                .wakesAt("01:30:00")
                .at("01:30:00")
                .due()
                .told("fire 2 for 01:30:00")
                .sleeps();
    }

    @Test
    void the_acceptance_says_what_the_state_needs() {
        Scenario.from("2027-01-01T00:00:00Z").submit(everyMinute(), "s-1").expect(JobAccepted.class, e -> {
            assertThat(e.jobId()).hasToString("0-0");
            assertThat(e.acceptedAt()).isEqualTo(MIDNIGHT);
            assertThat(e.submissionId()).contains("s-1");
            assertThat(e.definition().value()).isEqualTo(everyMinute().build());
        });
    }

    @Test
    void an_attempt_must_be_started_within_two_days_and_goes_to_the_partition_that_had_room() {
        Scenario.of(aJob()).admit().expect(AttemptDispatched.class, e -> {
            assertThat(e.startBy()).isEqualTo(MIDNIGHT.plus(Duration.ofDays(2)));
            assertThat(e.partition()).isEqualTo(3);
            assertThat(e.timeoutAt()).isEmpty();
        });
    }

    private static Cron bounded(String start, String end) {
        return new Cron(
                "0 * * * * ?",
                "UTC",
                Optional.of(Instant.parse("2027-01-01T" + start + "Z")),
                Optional.of(Instant.parse("2027-01-01T" + end + "Z")),
                DstGap.RUN_AFTER,
                DstOverlap.FIRST);
    }
}
