package io.duestream.tracker.core;

import static io.duestream.job.Result.EXCEPTION;
import static io.duestream.job.Result.FAILED;
import static io.duestream.job.Result.LATER;
import static io.duestream.job.Result.SUCCESS;
import static io.duestream.tracker.core.Scenario.aJob;
import static io.duestream.tracker.core.Scenario.everyMinute;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.At;
import io.duestream.job.JobId;
import io.duestream.job.Lease;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Phase;
import io.duestream.job.RetryPolicy;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.JobCancelled;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How jobs are cancelled. */
class CancelTest {
    @Test
    void a_cancelled_job_without_an_open_fire_ends_at_once_and_never_runs() {
        Scenario.of(aJob().at(Instant.parse("2027-01-01T00:10:00Z")))
                .cancel()
                .told("cancelled", "job CANCELLED")
                .gone()
                .at("00:10:00")
                .due()
                .told();
    }

    @Test
    void a_cancel_says_why() {
        Scenario.of(everyMinute())
                .cancel()
                .expect(JobCancelled.class, e -> assertThat(e.reason()).isEqualTo("asked"));
    }

    @Test
    void a_waiting_fire_ends_with_the_cancel() {
        Scenario.of(everyMinute())
                .at("00:01:00")
                .due()
                .cancel()
                .told("cancelled", "1.0 CANCELLED: the job was cancelled", "fire 1 CANCELLED", "job CANCELLED");
    }

    @Test
    void a_pending_retry_ends_with_the_cancel() {
        Scenario.of(aJob())
                .run()
                .finished(1, EXCEPTION)
                .cancel()
                .told("cancelled", "1.0 CANCELLED: the job was cancelled", "fire 1 CANCELLED", "job CANCELLED");
    }

    @Test
    void a_held_fire_ends_with_the_cancel_and_the_running_one_later() {
        Scenario.of(everyMinute().overlap(OverlapPolicy.QUEUE_ONE))
                .at("00:01:00")
                .due()
                .run()
                .at("00:02:00")
                .due()
                .cancel()
                .told("cancelled", "2.0 CANCELLED: the job was cancelled", "fire 2 CANCELLED")
                .phase(Phase.CANCELLING)
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "job CANCELLED");
    }

    @Test
    void an_open_attempt_ends_with_its_real_result() {
        cancelling()
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "job CANCELLED");
        cancelling()
                .finished(1, FAILED)
                .told("1.0 attempt FAILED", "1.0 FAILED: the runner said so", "fire 1 FAILED", "job CANCELLED");
    }

    @Test
    void what_would_be_tried_again_is_not() {
        cancelling()
                .finished(1, LATER)
                .told("1.0 attempt LATER", "1.0 CANCELLED: the job was cancelled", "fire 1 CANCELLED", "job CANCELLED");
        Scenario.of(everyMinute())
                .at("00:01:00")
                .due()
                .admit()
                .cancel()
                .notStarted(1, 0)
                .told(
                        "1.0 attempt NOT_STARTED",
                        "1.0 CANCELLED: the job was cancelled",
                        "fire 1 CANCELLED",
                        "job CANCELLED");
    }

    @Test
    void a_failure_that_would_not_be_tried_again_stays_a_failure() {
        Scenario.of(aJob().retry(RetryPolicy.NONE))
                .run()
                .cancel()
                .finished(1, EXCEPTION)
                .told(
                        "1.0 attempt EXCEPTION",
                        "1.0 FAILED: EXCEPTION after 0 retries",
                        "fire 1 FAILED",
                        "job CANCELLED");
    }

    @Test
    void no_fire_opens_while_a_cancelled_job_waits_for_its_last_attempt() {
        cancelling().sleeps().at("00:02:00").due().told();
    }

    @Test
    void a_dispatched_attempt_may_still_start() {
        Scenario.of(aJob()).admit().cancel().started(1, 0).told("1.0 started").phase(Phase.CANCELLING);
    }

    @Test
    void cancel_running_ends_the_leases_now_and_later_results_are_stale() {
        Scenario job = Scenario.of(aJob()).run();
        Lease lease = job.lease(1, 0);

        job.cancelRunning()
                .told(
                        "cancelled, running too",
                        "1.0 attempt CANCELLED",
                        "1.0 CANCELLED: the job was cancelled",
                        "fire 1 CANCELLED",
                        "job CANCELLED")
                .expect(AttemptEnded.class, e -> {
                    assertThat(e.token()).isEqualTo(lease.token());
                    assertThat(e.node()).isEqualTo(Scenario.NODE);
                })
                .gone()
                .report(new JobId(0, 0), 1, 0, lease, Scenario.finished(SUCCESS))
                .told("Finished ignored: no job lives under the key");
    }

    @Test
    void cancel_running_after_a_cancel_ends_what_is_left() {
        cancelling()
                .cancelRunning()
                .told(
                        "cancelled, running too",
                        "1.0 attempt CANCELLED",
                        "1.0 CANCELLED: the job was cancelled",
                        "fire 1 CANCELLED",
                        "job CANCELLED");
    }

    @Test
    void a_second_cancel_is_refused() {
        cancelling().cancel().told("CancelJob refused: the job is cancelled");
        Scenario.of(everyMinute()).cancel().cancel().told("CancelJob refused: no job lives under the key");
    }

    @Test
    void a_cancelled_job_takes_no_other_order() {
        cancelling().pause().told("PauseJob refused: the job is cancelled");
        cancelling().resume().told("ResumeJob refused: the job is cancelled");
        cancelling().trigger().told("TriggerJob refused: the job is cancelled");
        cancelling().update(aJob()).told("UpdateJob refused: the job is cancelled");
        cancelling().reschedule(new At(Instant.EPOCH)).told("RescheduleJob refused: the job is cancelled");
    }

    @Test
    void a_paused_job_can_be_cancelled() {
        Scenario.of(everyMinute()).pause().cancel().told("cancelled", "job CANCELLED");
    }

    private static Scenario cancelling() {
        return Scenario.of(everyMinute())
                .at("00:01:00")
                .due()
                .run()
                .cancel()
                .told("cancelled")
                .phase(Phase.CANCELLING);
    }
}
