package io.duestream.tracker.core;

import static io.duestream.job.MisfirePolicy.CATCH_UP;
import static io.duestream.job.MisfirePolicy.FIRE_ONCE;
import static io.duestream.job.MisfirePolicy.SKIP;
import static io.duestream.job.OverlapPolicy.ALLOW;
import static io.duestream.job.OverlapPolicy.CANCEL_RUNNING;
import static io.duestream.job.OverlapPolicy.QUEUE_ONE;
import static io.duestream.job.OverlapPolicy.WAIT;
import static io.duestream.job.Result.SUCCESS;
import static io.duestream.tracker.core.Scenario.aJob;
import static io.duestream.tracker.core.Scenario.everyMinute;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.FirePolicy;
import io.duestream.job.OnDuplicate;
import io.duestream.job.OverlapPolicy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What happens to fires that open later than 60 seconds after their due time. */
class MisfireTest {
    @Test
    void a_fire_sixty_seconds_late_is_on_time_and_one_millisecond_more_is_a_misfire() {
        Scenario.of(aJob().cron("0 0 * * * ?", "UTC")).at("01:01:00").due().told("fire 1 for 01:00:00");
        Scenario.of(aJob().cron("0 0 * * * ?", "UTC")).at("01:01:00.001").due().told("fire 1 for 01:00:00 misfired");
    }

    @Test
    void under_skip_sixty_seconds_late_still_runs_and_one_millisecond_more_does_not() {
        Scenario.of(aJob().cron("0 0 * * * ?", "UTC").misfire(SKIP))
                .at("01:01:00")
                .due()
                .told("fire 1 for 01:00:00");
        Scenario.of(aJob().cron("0 0 * * * ?", "UTC").misfire(SKIP))
                .at("01:01:00.001")
                .due()
                .told("MISFIRE 1: 01:00:00")
                .wakesAt("02:00:00");
    }

    @Test
    void fire_once_makes_one_fire_of_all_that_were_missed() {
        Scenario.of(everyMinute().misfire(FIRE_ONCE))
                .at("00:10:30")
                .due()
                .told("COLLAPSED 9: 00:01:00 to 00:09:00", "fire 1 for 00:10:00 misfired")
                .run()
                .finished(1, SUCCESS)
                .wakesAt("00:11:00");
    }

    @Test
    void fire_once_runs_a_single_missed_time() {
        Scenario.of(aJob().at(Instant.parse("2026-06-01T00:00:00Z")))
                .told("accepted, next 2026-06-01T00:00:00Z", "fire 1 for 2026-06-01T00:00:00Z misfired");
    }

    @Test
    void skip_drops_what_is_too_late_and_runs_what_is_not() {
        Scenario.of(everyMinute().misfire(SKIP))
                .at("00:10:30")
                .due()
                .told("MISFIRE 9: 00:01:00 to 00:09:00", "fire 1 for 00:10:00");
    }

    @Test
    void a_single_time_that_is_skipped_ends_the_job_and_says_why() {
        Scenario.of(aJob().at(Instant.parse("2027-01-01T00:10:00Z")).misfire(SKIP))
                .at("00:20:00")
                .due()
                .told("MISFIRE 1: 00:10:00", "job COMPLETED")
                .gone();
    }

    @Test
    void catch_up_runs_what_was_missed_within_its_window_and_up_to_its_cap() {
        Scenario.of(everyMinute().firing(catchUp(ALLOW, Duration.ofMinutes(10), 3)))
                .at("00:30:30")
                .due()
                .told(
                        "CATCH_UP_WINDOW 20: 00:01:00 to 00:20:00",
                        "CATCH_UP_CAP 7: 00:21:00 to 00:27:00",
                        "fire 1 for 00:28:00 misfired",
                        "fire 2 for 00:29:00 misfired",
                        "fire 3 for 00:30:00");
    }

    @Test
    void catch_up_includes_a_due_time_exactly_as_old_as_the_window() {
        Scenario.of(everyMinute().firing(catchUp(ALLOW, Duration.ofMinutes(2), 100)))
                .at("00:05:00")
                .due()
                .told(
                        "CATCH_UP_WINDOW 2: 00:01:00 to 00:02:00",
                        "fire 1 for 00:03:00 misfired",
                        "fire 2 for 00:04:00",
                        "fire 3 for 00:05:00");
    }

    @Test
    void catch_up_leaves_out_what_would_expire_with_its_opening() {
        Scenario.of(everyMinute()
                        .firing(catchUp(ALLOW, Duration.ofHours(1), 100))
                        .expiry(Duration.ofMinutes(2)))
                .at("00:05:00")
                .due()
                .told("CATCH_UP_WINDOW 3: 00:01:00 to 00:03:00", "fire 1 for 00:04:00", "fire 2 for 00:05:00");
    }

    @Test
    void catch_up_obeys_the_overlap_policy() {
        Scenario.of(everyMinute().firing(catchUp(WAIT, Duration.ofHours(1), 100)))
                .at("00:03:30")
                .due()
                .told("fire 1 for 00:01:00 misfired")
                .sleeps();
        Scenario.of(everyMinute().firing(catchUp(OverlapPolicy.SKIP, Duration.ofHours(1), 100)))
                .at("00:03:30")
                .due()
                .told("fire 1 for 00:01:00 misfired", "OVERLAP 2: 00:02:00 to 00:03:00");
        Scenario.of(everyMinute().firing(catchUp(QUEUE_ONE, Duration.ofHours(1), 100)))
                .at("00:03:30")
                .due()
                .told("fire 1 for 00:01:00 misfired", "fire 2 for 00:02:00 misfired held", "OVERLAP 1: 00:03:00");
        Scenario.of(everyMinute().firing(catchUp(CANCEL_RUNNING, Duration.ofHours(1), 100)))
                .at("00:03:30")
                .due()
                .told("CATCH_UP_CAP 2: 00:01:00 to 00:02:00", "fire 1 for 00:03:00");
    }

    @Test
    void what_an_open_fire_forbids_is_skipped_for_that_reason_however_late() {
        Scenario.of(everyMinute().overlap(OverlapPolicy.SKIP))
                .at("00:01:00")
                .due()
                .run()
                .at("00:30:30")
                .due()
                .told("OVERLAP 29: 00:02:00 to 00:30:00");
    }

    @Test
    void a_decision_opens_sixteen_fires_at_most_and_the_job_wakes_again_at_once() {
        Scenario job = Scenario.of(everyMinute().firing(catchUp(ALLOW, Duration.ofHours(1), 100)))
                .at("00:20:30")
                .due();
        assertThat(job.story()).hasSize(16);

        Scenario late = Scenario.of(aJob().repeat(Duration.ofSeconds(1), -1).overlap(ALLOW))
                .run()
                .finished(1, SUCCESS)
                .at("00:00:20")
                .due();
        assertThat(late.story()).hasSize(16).last().isEqualTo("fire 17 for 00:00:16");
        late.wakesAt("00:00:17").due().told("OPEN_LIMIT 4: 00:00:17 to 00:00:20");
    }

    @Test
    void a_decision_looks_at_ten_thousand_due_times_at_most_and_the_job_wakes_again_at_once() {
        Scenario job = Scenario.of(aJob().cron("* * * * * ?", "UTC"))
                .at("05:00:00")
                .due()
                .told("COLLAPSED 9999: 00:00:01 to 02:46:39")
                .wakesAt("02:46:40");

        job.due().told("COLLAPSED 8000: 02:46:40 to 04:59:59", "fire 1 for 05:00:00 misfired");
    }

    @Test
    void the_highest_cap_never_makes_a_job_wake_for_nothing() {
        for (OverlapPolicy overlap : OverlapPolicy.values()) {
            Scenario job = Scenario.of(
                            aJob().cron("* * * * * ?", "UTC").firing(catchUp(overlap, Duration.ofDays(1), 10_000)))
                    .at("00:00:01")
                    .due()
                    .run()
                    .at("03:00:00")
                    .due();
            for (int i = 0; i < 20 && wantsToWake(job); i++) {
                job.due();
            }
            assertThat(job.job().fires()).as(overlap.name()).isNotEmpty();
        }
    }

    @Test
    void an_immediate_job_has_no_time_that_could_be_missed() {
        Scenario.of(aJob().misfire(SKIP))
                .run()
                .submit(aJob().misfire(SKIP).onDuplicate(OnDuplicate.REPLACE))
                .at("00:30:00")
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "fire 2 for 00:00:00 misfired");
    }

    private static boolean wantsToWake(Scenario job) {
        return job.job().wakeAt().filter(at -> !at.isAfter(job.now())).isPresent();
    }

    private static FirePolicy catchUp(OverlapPolicy overlap, Duration window, int cap) {
        return new FirePolicy(overlap, CATCH_UP, window, cap);
    }
}
