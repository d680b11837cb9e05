package io.duestream.tracker.core;

import static io.duestream.job.Result.SUCCESS;
import static io.duestream.record.report.DoubtReason.ATTEMPT_TIMEOUT;
import static io.duestream.record.report.DoubtReason.EXPIRED;
import static io.duestream.record.report.DoubtReason.RUN_TIMEOUT;
import static io.duestream.tracker.core.Scenario.aJob;
import static io.duestream.tracker.core.Scenario.everyMinute;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.Lease;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Result;
import io.duestream.job.RetryPolicy;
import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.FireOpened;
import io.duestream.record.report.AttemptDoubted;
import io.duestream.record.report.DoubtReason;
import io.duestream.record.report.Started;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Run timeout, attempt timeout and expiry. No timer ends an attempt: the log is asked first. */
class TimeoutTest {
    @Test
    void a_run_timeout_counts_from_the_start() {
        Scenario.of(aJob().runTimeout(Duration.ofMinutes(1)))
                .admit()
                .sleeps()
                .at("00:10:00")
                .started(1, 0)
                .wakesAt("00:11:00");
    }

    @Test
    void a_run_that_takes_too_long_is_doubted_and_the_doubt_ends_exactly_its_lease() {
        Scenario job = timedOut();
        Lease lease = job.lease(1, 0);

        job.expect(AttemptDoubtSent.class, e -> {
                    assertThat(e.token()).isEqualTo(lease.token());
                    assertThat(e.generation()).isEqualTo(lease.generation());
                })
                .doubted(1, 0, RUN_TIMEOUT)
                .told("1.0 attempt TIMED_OUT", "1.0 retry 1 at 00:01:30");
    }

    @Test
    void a_result_that_stood_in_the_log_already_wins() {
        Scenario job = timedOut();
        Lease lease = job.lease(1, 0);

        job.finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED")
                .report(1, 0, lease, new AttemptDoubted(RUN_TIMEOUT))
                .told("AttemptDoubted ignored: the fire has ended, or never was");
    }

    @Test
    void a_doubt_does_not_end_a_later_attempt() {
        Scenario job = timedOut();
        Lease doubted = job.lease(1, 0);
        job.doubted(1, 0, RUN_TIMEOUT).at("00:01:30").due().run();

        job.report(1, 0, doubted, new AttemptDoubted(RUN_TIMEOUT));

        assertThat(job.story()).singleElement().asString().startsWith("AttemptDoubted ignored: its lease is lower");
    }

    @Test
    void a_doubt_does_not_end_an_attempt_that_was_delivered_again_since() {
        Scenario job = timedOut();
        Lease doubted = job.lease(1, 0);
        Lease again = new Lease(doubted.token(), doubted.generation() + 1);
        job.report(1, 0, again, new Started(job.now())).told("1.0 started");

        job.report(1, 0, doubted, new AttemptDoubted(RUN_TIMEOUT));

        assertThat(job.story()).singleElement().asString().startsWith("AttemptDoubted ignored: its lease is lower");
        job.wakesAt("00:02:00");
    }

    @Test
    void an_unanswered_doubt_is_sent_again_after_thirty_seconds() {
        timedOut()
                .told("1.0 doubted: RUN_TIMEOUT until 00:01:30")
                .wakesAt("00:01:30")
                .at("00:01:29")
                .due()
                .told()
                .at("00:01:30")
                .due()
                .told("1.0 doubted: RUN_TIMEOUT until 00:02:00");
    }

    @Test
    void an_attempt_that_is_doubted_is_not_doubted_twice() {
        timedOut().suspect(1, 0, DoubtReason.NODE_LOST).told();
    }

    @Test
    void timeouts_use_up_the_retries() {
        Scenario.of(aJob().runTimeout(Duration.ofMinutes(1)).retry(RetryPolicy.NONE))
                .run()
                .at("00:01:00")
                .due()
                .doubted(1, 0, RUN_TIMEOUT)
                .told(
                        "1.0 attempt TIMED_OUT",
                        "1.0 FAILED: RUN_TIMEOUT after 0 retries",
                        "fire 1 FAILED",
                        "job COMPLETED");
    }

    @Test
    void an_attempt_timeout_counts_from_dispatch_and_serves_executors_that_report_no_start() {
        Scenario.of(aJob().attemptTimeout(Duration.ofMinutes(2)))
                .at("00:00:10")
                .admit()
                .wakesAt("00:02:10")
                .at("00:02:10")
                .due()
                .told("1.0 doubted: ATTEMPT_TIMEOUT until 00:02:40")
                .doubted(1, 0, ATTEMPT_TIMEOUT)
                .told("1.0 attempt TIMED_OUT", "1.0 retry 1 at 00:02:40");
    }

    @Test
    void an_attempt_timeout_ends_with_the_start() {
        Scenario.of(aJob().attemptTimeout(Duration.ofMinutes(2))).run().sleeps();
    }

    @Test
    void a_start_before_the_doubt_is_read_saves_the_attempt() {
        Scenario.of(aJob().attemptTimeout(Duration.ofMinutes(2)))
                .admit()
                .at("00:02:00")
                .due()
                .started(1, 0)
                .doubted(1, 0, ATTEMPT_TIMEOUT)
                .told("AttemptDoubted ignored: the attempt has moved on since it was doubted");
    }

    @Test
    void a_waiting_fire_expires_when_it_was_not_started_in_time() {
        Scenario.of(aJob().expiry(Duration.ofMinutes(1)))
                .expect(
                        FireOpened.class,
                        e -> assertThat(e.expiresAt()).contains(Instant.parse("2027-01-01T00:01:00Z")))
                .wakesAt("00:01:00")
                .at("00:01:00")
                .due()
                .told("1.0 EXPIRED: not started by 2027-01-01T00:01:00Z", "fire 1 EXPIRED", "job COMPLETED");
    }

    @Test
    void a_dispatched_fire_that_was_not_started_in_time_is_doubted_first() {
        Scenario.of(aJob().expiry(Duration.ofMinutes(1)))
                .admit()
                .wakesAt("00:01:00")
                .at("00:01:00")
                .due()
                .told("1.0 doubted: EXPIRED until 00:01:30")
                .doubted(1, 0, EXPIRED)
                .told(
                        "1.0 attempt EXPIRED",
                        "1.0 EXPIRED: not started by 2027-01-01T00:01:00Z",
                        "fire 1 EXPIRED",
                        "job COMPLETED");
    }

    @Test
    void a_fire_that_was_started_does_not_expire_not_even_between_its_retries() {
        Scenario.of(aJob().expiry(Duration.ofMinutes(1)))
                .run()
                .sleeps()
                .at("00:02:00")
                .finished(1, Result.LATER)
                .at("00:02:30")
                .due()
                .told("1.0 ready: retry 1")
                .sleeps()
                .admit()
                .sleeps();
    }

    @Test
    void a_fire_opened_after_its_expiry_ends_without_being_handed_out() {
        Scenario.of(everyMinute().expiry(Duration.ofSeconds(10)))
                .at("00:01:20")
                .due()
                .told("fire 1 for 00:01:00", "1.0 EXPIRED: not started by 2027-01-01T00:01:10Z", "fire 1 EXPIRED")
                .wakesAt("00:02:00");
        Scenario.of(everyMinute().overlap(OverlapPolicy.ALLOW).expiry(Duration.ofSeconds(10)))
                .at("00:01:20")
                .due()
                .told("fire 1 for 00:01:00")
                .wakesAt("00:01:10")
                .admit()
                .told("1.0 EXPIRED: not started by 2027-01-01T00:01:10Z", "fire 1 EXPIRED")
                .wakesAt("00:02:00");
    }

    @Test
    void a_held_fire_can_expire_and_lets_the_next_be_held() {
        Scenario.of(everyMinute().overlap(OverlapPolicy.QUEUE_ONE).expiry(Duration.ofSeconds(30)))
                .at("00:01:00")
                .due()
                .run()
                .at("00:02:00")
                .due()
                .told("fire 2 for 00:02:00 held")
                .at("00:02:30")
                .due()
                .told("2.0 EXPIRED: not started by 2027-01-01T00:02:30Z", "fire 2 EXPIRED")
                .at("00:03:00")
                .due()
                .told("fire 3 for 00:03:00 held");
    }

    private static Scenario timedOut() {
        return Scenario.of(everyMinute().runTimeout(Duration.ofMinutes(1)).cron("0 0 6 * * ?", "UTC"))
                .trigger()
                .run()
                .wakesAt("00:01:00")
                .at("00:01:00")
                .due()
                .told("1.0 doubted: RUN_TIMEOUT until 00:01:30");
    }
}
