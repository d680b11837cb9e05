package io.duestream.tracker.core;

import static io.duestream.job.OverlapPolicy.ALLOW;
import static io.duestream.job.OverlapPolicy.CANCEL_RUNNING;
import static io.duestream.job.OverlapPolicy.QUEUE_ONE;
import static io.duestream.job.OverlapPolicy.SKIP;
import static io.duestream.job.OverlapPolicy.WAIT;
import static io.duestream.job.Result.SUCCESS;
import static io.duestream.tracker.core.Scenario.aJob;
import static io.duestream.tracker.core.Scenario.everyMinute;

import io.duestream.job.OnDuplicate;
import io.duestream.job.OverlapPolicy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A fire that an operator asks for. */
class TriggerByHandTest {
    @Test
    void it_opens_at_once_and_leaves_the_schedule_as_it_is() {
        Scenario.of(everyMinute())
                .at("00:00:20")
                .trigger()
                .told("fire 1 for 00:00:20 by hand")
                .run()
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED")
                .wakesAt("00:01:00");
    }

    @Test
    void it_does_not_use_up_a_timed_job() {
        Scenario.of(aJob().at(Instant.parse("2027-01-01T06:00:00Z")))
                .trigger()
                .run()
                .finished(1, SUCCESS)
                .wakesAt("06:00:00")
                .at("06:00:00")
                .due()
                .told("fire 2 for 06:00:00");
    }

    @Test
    void it_is_not_counted_by_a_repeat() {
        Scenario.of(aJob().repeat(Duration.ofMinutes(1), 2))
                .run()
                .finished(1, SUCCESS)
                .trigger()
                .told("fire 2 for 00:00:00 by hand")
                .run()
                .finished(2, SUCCESS)
                .at("00:01:00")
                .due()
                .told("fire 3 for 00:01:00")
                .sleeps();
    }

    @Test
    void under_wait_it_is_held_until_the_open_fire_ends() {
        running(WAIT)
                .trigger()
                .told("fire 2 for 00:01:00 by hand held")
                .at("00:01:30")
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "fire 2 released")
                .ready(2L);
    }

    @Test
    void under_wait_several_run_one_after_the_other_and_what_passed_is_coalesced_behind_them() {
        running(WAIT)
                .trigger()
                .trigger()
                .finished(1, SUCCESS)
                .run()
                .at("00:02:30")
                .finished(2, SUCCESS)
                .told("2.0 attempt SUCCESS", "2.0 SUCCEEDED", "fire 2 SUCCEEDED", "fire 3 released")
                .run()
                .finished(3, SUCCESS)
                .told("3.0 attempt SUCCESS", "3.0 SUCCEEDED", "fire 3 SUCCEEDED", "COALESCED 1: 00:02:00");
    }

    @Test
    void under_skip_it_is_skipped_while_a_fire_is_open() {
        running(SKIP).trigger().told("trigger skipped: OVERLAP");
        Scenario.of(everyMinute().overlap(SKIP)).trigger().told("fire 1 for 00:00:00 by hand");
    }

    @Test
    void under_queue_one_one_is_held_and_the_next_skipped() {
        running(QUEUE_ONE)
                .trigger()
                .told("fire 2 for 00:01:00 by hand held")
                .trigger()
                .told("trigger skipped: OVERLAP")
                .at("00:02:00")
                .due()
                .told("OVERLAP 1: 00:02:00");
    }

    @Test
    void under_allow_it_runs_beside_the_others_up_to_sixteen() {
        Scenario job = Scenario.of(everyMinute().overlap(ALLOW));
        for (int i = 1; i <= 16; i++) {
            job.trigger().told("fire " + i + " for 00:00:00 by hand");
        }
        job.trigger().told("trigger skipped: OPEN_LIMIT");
    }

    @Test
    void under_wait_sixteen_are_open_or_held_at_most() {
        Scenario job = Scenario.of(aJob());
        for (int i = 2; i <= 16; i++) {
            job.trigger();
        }
        job.trigger().told("trigger skipped: OPEN_LIMIT");
    }

    @Test
    void under_cancel_running_it_ends_the_open_fire() {
        running(CANCEL_RUNNING)
                .trigger()
                .told(
                        "1.0 attempt CANCELLED",
                        "1.0 CANCELLED: a fire was triggered by hand",
                        "fire 1 CANCELLED",
                        "fire 2 for 00:01:00 by hand");
    }

    @Test
    void a_fire_of_a_replaced_definition_ends_normally_even_under_cancel_running() {
        replacedWhileRunning(CANCEL_RUNNING)
                .trigger()
                .told("fire 2 for 00:00:00 by hand held")
                .trigger()
                .told("trigger skipped: OVERLAP")
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "fire 2 released");
    }

    @Test
    void under_allow_all_that_were_held_behind_a_replaced_fire_go_together() {
        replacedWhileRunning(ALLOW)
                .trigger()
                .trigger()
                .told("fire 3 for 00:00:00 by hand held")
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "fire 2 released", "fire 3 released")
                .ready(2L, 3L);
    }

    @Test
    void it_needs_a_job() {
        Scenario.from("2027-01-01T00:00:00Z").trigger().told("TriggerJob refused: no job lives under the key");
    }

    private static Scenario running(OverlapPolicy overlap) {
        return Scenario.of(everyMinute().overlap(overlap)).at("00:01:00").due().run();
    }

    private static Scenario replacedWhileRunning(OverlapPolicy overlap) {
        return Scenario.of(aJob())
                .run()
                .submit(aJob().at(Instant.parse("2027-01-01T06:00:00Z"))
                        .overlap(overlap)
                        .onDuplicate(OnDuplicate.REPLACE));
    }
}
