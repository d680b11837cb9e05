package io.duestream.tracker.core;

import static io.duestream.job.OverlapPolicy.ALLOW;
import static io.duestream.job.OverlapPolicy.CANCEL_RUNNING;
import static io.duestream.job.OverlapPolicy.QUEUE_ONE;
import static io.duestream.job.OverlapPolicy.SKIP;
import static io.duestream.job.OverlapPolicy.WAIT;
import static io.duestream.job.Result.EXCEPTION;
import static io.duestream.job.Result.SUCCESS;
import static io.duestream.tracker.core.Scenario.aJob;
import static io.duestream.tracker.core.Scenario.everyMinute;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.MisfirePolicy;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Phase;
import io.duestream.job.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a due time does while a fire is open. */
class OverlapTest {
    @Test
    void under_wait_the_job_sleeps_past_due_times_and_coalesces_them_at_the_end() {
        running(WAIT).sleeps().at("00:03:30").finished(1, SUCCESS);
        running(WAIT)
                .at("00:03:30")
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "COALESCED 2: 00:02:00 to 00:03:00")
                .phase(Phase.SCHEDULED)
                .wakesAt("00:04:00");
    }

    @Test
    void under_wait_a_due_time_at_the_very_end_of_the_open_fire_is_coalesced() {
        running(WAIT)
                .at("00:02:00")
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "COALESCED 1: 00:02:00")
                .wakesAt("00:03:00");
    }

    @Test
    void under_wait_a_fire_that_waits_for_room_is_open_too() {
        waiting(WAIT).sleeps().phase(Phase.WAITING);
    }

    @Test
    void under_wait_with_catch_up_the_missed_due_times_run_one_after_the_other() {
        Scenario job = Scenario.of(everyMinute().overlap(WAIT).misfire(MisfirePolicy.CATCH_UP))
                .at("00:01:00")
                .due()
                .run();

        job.at("00:03:30").finished(1, SUCCESS);
        assertThat(job.story()).last().isEqualTo("fire 2 for 00:02:00 misfired");
        job.run().finished(2, SUCCESS);
        assertThat(job.story()).last().isEqualTo("fire 3 for 00:03:00");
    }

    @Test
    void under_wait_a_retry_makes_way_for_a_next_fire_that_is_due_before_it() {
        backingOff(WAIT, Duration.ofSeconds(90))
                .wakesAt("00:02:00")
                .at("00:02:00")
                .due()
                .told("1.0 GAVE_UP: next fire", "fire 1 GAVE_UP", "fire 2 for 00:02:00")
                .ready(2L);
    }

    @Test
    void under_wait_a_retry_makes_way_for_a_next_fire_that_is_due_at_the_same_time() {
        backingOff(WAIT, Duration.ofSeconds(50))
                .at("00:02:00")
                .due()
                .told("1.0 GAVE_UP: next fire", "fire 1 GAVE_UP", "fire 2 for 00:02:00");
    }

    @Test
    void under_wait_a_retry_before_the_next_due_time_goes_first_even_if_the_tracker_is_late() {
        backingOff(WAIT, Duration.ofSeconds(30))
                .wakesAt("00:01:40")
                .at("00:05:00")
                .due()
                .told("1.0 ready: retry 1")
                .sleeps();
    }

    @Test
    void under_wait_due_times_that_passed_during_a_failed_run_are_coalesced_and_the_retry_stays() {
        running(WAIT)
                .at("00:03:10")
                .finished(1, EXCEPTION)
                .told("1.0 attempt EXCEPTION", "1.0 retry 1 at 00:03:40", "COALESCED 2: 00:02:00 to 00:03:00")
                .wakesAt("00:03:40");
    }

    @Test
    void under_wait_the_last_running_shard_of_a_fire_that_backs_off_coalesces_what_passed() {
        Scenario job =
                Scenario.of(everyMinute().shards(2)).at("00:01:00").due().run().run();

        job.at("00:01:10").finished(1, 0, EXCEPTION).told("1.0 attempt EXCEPTION", "1.0 retry 1 at 00:01:40");
        job.at("00:02:10")
                .finished(1, 1, SUCCESS)
                .told("1.1 attempt SUCCESS", "1.1 SUCCEEDED", "COALESCED 1: 00:02:00")
                .wakesAt("00:01:40");
        job.due().told("1.0 ready: retry 1");
    }

    @Test
    void under_skip_a_due_time_is_skipped_while_a_fire_is_open() {
        running(SKIP)
                .wakesAt("00:02:00")
                .at("00:02:00")
                .due()
                .told("OVERLAP 1: 00:02:00")
                .wakesAt("00:03:00");
        waiting(SKIP).at("00:02:00").due().told("OVERLAP 1: 00:02:00").ready(1L);
    }

    @Test
    void under_skip_a_pending_retry_is_kept() {
        backingOff(SKIP, Duration.ofSeconds(90))
                .at("00:02:00")
                .due()
                .told("OVERLAP 1: 00:02:00")
                .wakesAt("00:02:40")
                .at("00:02:40")
                .due()
                .told("1.0 ready: retry 1");
    }

    @Test
    void under_queue_one_one_fire_is_held_and_further_ones_are_skipped() {
        running(QUEUE_ONE)
                .at("00:02:00")
                .due()
                .told("fire 2 for 00:02:00 held")
                .ready()
                .at("00:03:00")
                .due()
                .told("OVERLAP 1: 00:03:00")
                .at("00:03:30")
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "fire 2 released")
                .ready(2L);
        waiting(QUEUE_ONE).at("00:02:00").due().told("fire 2 for 00:02:00 held").ready(1L);
    }

    @Test
    void under_queue_one_the_next_is_held_while_a_retry_is_pending() {
        backingOff(QUEUE_ONE, Duration.ofSeconds(90))
                .at("00:02:00")
                .due()
                .told("fire 2 for 00:02:00 held")
                .at("00:02:40")
                .due()
                .told("1.0 ready: retry 1")
                .ready(1L);
    }

    @Test
    void a_held_fire_is_not_handed_out() {
        running(QUEUE_ONE)
                .at("00:02:00")
                .due()
                .input(new Input.Admitted(2, 0, 0))
                .told();
    }

    @Test
    void under_allow_fires_run_side_by_side() {
        running(ALLOW)
                .at("00:02:00")
                .due()
                .told("fire 2 for 00:02:00")
                .run()
                .finished(2, SUCCESS)
                .told("2.0 attempt SUCCESS", "2.0 SUCCEEDED", "fire 2 SUCCEEDED");
        backingOff(ALLOW, Duration.ofSeconds(90)).at("00:02:00").due().told("fire 2 for 00:02:00");
    }

    @Test
    void under_allow_sixteen_fires_are_open_at_most() {
        Scenario job = Scenario.of(everyMinute().overlap(ALLOW));
        for (int minute = 1; minute <= 16; minute++) {
            job.at("00:%02d:00".formatted(minute)).due();
        }

        assertThat(job.job().fires()).hasSize(16);
        job.at("00:17:00").due().told("OPEN_LIMIT 1: 00:17:00");
        job.run().finished(1, SUCCESS).at("00:18:00").due().told("fire 17 for 00:18:00");
    }

    @Test
    void under_allow_the_open_fires_have_six_thousand_shards_at_most() {
        Scenario job = Scenario.of(everyMinute().shards(1000).overlap(ALLOW));
        for (int minute = 1; minute <= 6; minute++) {
            job.at("00:%02d:00".formatted(minute)).due();
        }

        assertThat(job.job().fires()).hasSize(6);
        job.at("00:07:00").due().told("OPEN_LIMIT 1: 00:07:00");
    }

    @Test
    void under_allow_with_catch_up_due_times_wait_until_one_of_the_sixteen_ends() {
        Scenario job = Scenario.of(everyMinute().overlap(ALLOW).misfire(MisfirePolicy.CATCH_UP))
                .at("00:20:30")
                .due();

        assertThat(job.job().fires()).hasSize(16);
        job.sleeps().run().finished(1, SUCCESS);
        assertThat(job.story()).last().isEqualTo("fire 17 for 00:17:00 misfired");
    }

    @Test
    void under_cancel_running_the_next_fire_ends_the_open_one_whatever_it_does() {
        running(CANCEL_RUNNING)
                .at("00:02:00")
                .due()
                .told(
                        "1.0 attempt CANCELLED",
                        "1.0 CANCELLED: the next fire came due at 2027-01-01T00:02:00Z",
                        "fire 1 CANCELLED",
                        "fire 2 for 00:02:00");
        waiting(CANCEL_RUNNING)
                .at("00:02:00")
                .due()
                .told(
                        "1.0 CANCELLED: the next fire came due at 2027-01-01T00:02:00Z",
                        "fire 1 CANCELLED",
                        "fire 2 for 00:02:00");
        backingOff(CANCEL_RUNNING, Duration.ofSeconds(50))
                .at("00:02:00")
                .due()
                .told(
                        "1.0 CANCELLED: the next fire came due at 2027-01-01T00:02:00Z",
                        "fire 1 CANCELLED",
                        "fire 2 for 00:02:00");
    }

    @Test
    void under_cancel_running_only_the_last_of_several_due_times_becomes_a_fire() {
        Scenario.of(aJob().repeat(Duration.ofSeconds(10), -1).overlap(CANCEL_RUNNING))
                .at("00:00:30")
                .run()
                .due()
                .told(
                        "OVERLAP 2: 00:00:10 to 00:00:20",
                        "1.0 attempt CANCELLED",
                        "1.0 CANCELLED: the next fire came due at 2027-01-01T00:00:30Z",
                        "fire 1 CANCELLED",
                        "fire 2 for 00:00:30");
    }

    @Test
    void a_single_due_time_is_never_coalesced() {
        Scenario.of(aJob().at(Instant.parse("2027-01-01T00:10:00Z")).overlap(WAIT))
                .at("00:09:00")
                .trigger()
                .run()
                .at("00:11:00")
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "fire 2 for 00:10:00");
    }

    private static Scenario waiting(OverlapPolicy overlap) {
        return Scenario.of(everyMinute().overlap(overlap)).at("00:01:00").due();
    }

    private static Scenario running(OverlapPolicy overlap) {
        return waiting(overlap).run();
    }

    private static Scenario backingOff(OverlapPolicy overlap, Duration delay) {
        return Scenario.of(everyMinute().overlap(overlap).retry(RetryPolicy.fixed(3, delay)))
                .at("00:01:00")
                .due()
                .run()
                .at("00:01:10")
                .finished(1, EXCEPTION)
                .phase(Phase.BACKING_OFF);
    }
}
