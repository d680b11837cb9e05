package io.duestream.tracker.core;

import static io.duestream.job.Result.EXCEPTION;
import static io.duestream.job.Result.SUCCESS;
import static io.duestream.tracker.core.Scenario.aJob;
import static io.duestream.tracker.core.Scenario.everyMinute;

import io.duestream.job.At;
import io.duestream.job.MisfirePolicy;
import io.duestream.job.OnDuplicate;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Phase;
import io.duestream.job.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A paused job opens no scheduled fire until it is resumed. */
class PauseTest {
    @Test
    void a_paused_job_opens_no_fire() {
        Scenario.of(everyMinute())
                .pause()
                .told("paused")
                .phase(Phase.PAUSED)
                .sleeps()
                .at("00:05:00")
                .due()
                .told();
    }

    @Test
    void a_waiting_fire_leaves_the_queue_and_comes_back_with_the_resume() {
        Scenario.of(aJob())
                .ready(1L)
                .pause()
                .ready()
                .input(new Input.Admitted(1, 0, 0))
                .told()
                .resume()
                .told("resumed")
                .ready(1L)
                .phase(Phase.WAITING);
    }

    @Test
    void what_is_dispatched_or_running_ends_normally() {
        Scenario.of(everyMinute())
                .at("00:01:00")
                .due()
                .admit()
                .pause()
                .started(1, 0)
                .told("1.0 started")
                .phase(Phase.PAUSED)
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED")
                .phase(Phase.PAUSED);
    }

    @Test
    void a_paused_job_ends_when_its_last_fire_has_ended() {
        Scenario.of(aJob())
                .run()
                .pause()
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "job COMPLETED");
    }

    @Test
    void a_retry_is_held_and_goes_with_the_resume_if_its_time_has_passed() {
        Scenario.of(aJob())
                .run()
                .finished(1, EXCEPTION)
                .pause()
                .sleeps()
                .at("00:00:30")
                .due()
                .told()
                .at("00:10:00")
                .resume()
                .told("resumed", "1.0 ready: retry 1");
    }

    @Test
    void a_failure_during_the_pause_schedules_a_retry_that_is_held() {
        Scenario.of(aJob())
                .run()
                .pause()
                .finished(1, EXCEPTION)
                .told("1.0 attempt EXCEPTION", "1.0 retry 1 at 00:00:30")
                .sleeps()
                .at("00:00:10")
                .resume()
                .told("resumed")
                .wakesAt("00:00:30");
    }

    @Test
    void fires_that_were_missed_go_by_the_misfire_policy() {
        missed(MisfirePolicy.FIRE_ONCE)
                .resume()
                .told("resumed", "COLLAPSED 9: 00:01:00 to 00:09:00", "fire 1 for 00:10:00 misfired");
        missed(MisfirePolicy.SKIP).resume().told("resumed", "MISFIRE 9: 00:01:00 to 00:09:00", "fire 1 for 00:10:00");
        missed(MisfirePolicy.CATCH_UP).resume().told("resumed", "fire 1 for 00:01:00 misfired");
    }

    @Test
    void a_resume_does_what_is_overdue_in_the_order_it_would_have_had() {
        Scenario retryFirst = backingOffAndPaused(Duration.ofSeconds(30));
        retryFirst.at("00:05:00").resume().told("resumed", "1.0 ready: retry 1").sleeps();

        Scenario nextFireFirst = backingOffAndPaused(Duration.ofSeconds(90));
        nextFireFirst
                .at("00:05:00")
                .resume()
                .told(
                        "resumed",
                        "COLLAPSED 3: 00:02:00 to 00:04:00",
                        "1.0 GAVE_UP: next fire",
                        "fire 1 GAVE_UP",
                        "fire 2 for 00:05:00 misfired");
    }

    @Test
    void an_immediate_replacement_waits_for_the_resume_and_is_not_lost() {
        Scenario.of(everyMinute())
                .pause()
                .submit(aJob().onDuplicate(OnDuplicate.REPLACE))
                .told("REPLACED to version 2, next 00:00:00")
                .phase(Phase.PAUSED)
                .sleeps()
                .at("01:00:00")
                .resume()
                .told("resumed", "fire 1 for 00:00:00 misfired");
    }

    @Test
    void a_fire_triggered_by_hand_runs_in_a_paused_job() {
        Scenario.of(everyMinute())
                .pause()
                .trigger()
                .told("fire 1 for 00:00:00 by hand")
                .ready(1L)
                .run()
                .finished(1, EXCEPTION)
                .wakesAt("00:00:30")
                .at("00:00:30")
                .due()
                .told("1.0 ready: retry 1")
                .run()
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED")
                .phase(Phase.PAUSED);
    }

    @Test
    void a_fire_triggered_by_hand_obeys_the_overlap_with_a_fire_that_the_pause_holds() {
        Scenario.of(everyMinute())
                .at("00:01:00")
                .due()
                .pause()
                .trigger()
                .told("fire 2 for 00:01:00 by hand held")
                .ready()
                .resume()
                .ready(1L);
    }

    @Test
    void time_limits_go_on_while_a_job_is_paused() {
        Scenario.of(aJob().expiry(Duration.ofMinutes(5)))
                .pause()
                .wakesAt("00:05:00")
                .at("00:05:00")
                .due()
                .told("1.0 EXPIRED: not started by 2027-01-01T00:05:00Z", "fire 1 EXPIRED", "job COMPLETED");
    }

    @Test
    void a_paused_job_can_be_rescheduled_and_stays_paused() {
        Scenario.of(everyMinute())
                .pause()
                .reschedule(new At(Instant.parse("2027-01-01T06:00:00Z")))
                .told("RESCHEDULED to version 2, next 06:00:00")
                .phase(Phase.PAUSED)
                .sleeps()
                .resume()
                .wakesAt("06:00:00");
    }

    @Test
    void a_second_pause_and_a_resume_without_one_are_refused() {
        Scenario.of(everyMinute()).pause().pause().told("PauseJob refused: the job is paused already");
        Scenario.of(everyMinute()).resume().told("ResumeJob refused: the job is not paused");
    }

    private static Scenario missed(MisfirePolicy policy) {
        return Scenario.of(everyMinute().misfire(policy)).pause().at("00:10:30");
    }

    private static Scenario backingOffAndPaused(Duration delay) {
        return Scenario.of(everyMinute().overlap(OverlapPolicy.WAIT).retry(RetryPolicy.fixed(3, delay)))
                .at("00:01:00")
                .due()
                .run()
                .finished(1, EXCEPTION)
                .pause();
    }
}
