package io.duestream.tracker.core;

import static io.duestream.job.Result.LATER;
import static io.duestream.job.Result.SUCCESS;
import static io.duestream.tracker.core.Scenario.aJob;
import static io.duestream.tracker.core.Scenario.everyMinute;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.At;
import io.duestream.job.Cron;
import io.duestream.job.Immediate;
import io.duestream.job.Repeat;
import io.duestream.job.RetryPolicy;
import io.duestream.record.event.DefinitionChanged;
import io.duestream.record.event.FireOpened;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Updates and reschedules. */
class DefinitionTest {
    private static final Instant SIX = Instant.parse("2027-01-01T06:00:00Z");

    @Test
    void a_reschedule_makes_a_new_version_whose_next_fire_is_the_first_of_the_new_trigger() {
        Scenario.of(everyMinute().payload("same"))
                .at("00:00:30")
                .reschedule(Cron.of("0 0 * * * ?", "UTC"))
                .told("RESCHEDULED to version 2, next 01:00:00")
                .expect(
                        DefinitionChanged.class,
                        e -> assertThat(e.definition().value().payload())
                                .isEqualTo(aJob().payload("same").build().payload()))
                .at("01:00:00")
                .due()
                .expect(FireOpened.class, e -> assertThat(e.version()).isEqualTo(2));
    }

    @Test
    void a_reschedule_to_a_time_that_has_passed_runs_at_once_as_a_submission_does() {
        Scenario.of(aJob().at(SIX))
                .at("00:00:30")
                .reschedule(new At(Instant.parse("2027-01-01T00:00:10Z")))
                .told("RESCHEDULED to version 2, next 00:00:10", "fire 1 for 00:00:10");
    }

    @Test
    void a_reschedule_begins_a_repeat_anew() {
        Scenario.of(aJob().repeat(Duration.ofMinutes(1), 2))
                .run()
                .finished(1, SUCCESS)
                .at("00:00:30")
                .reschedule(Repeat.of(Duration.ofMinutes(1), 2))
                .told("RESCHEDULED to version 2, next 00:00:30", "fire 2 for 00:00:30")
                .run()
                .finished(2, SUCCESS)
                .wakesAt("00:01:30");
    }

    @Test
    void a_reschedule_that_never_fires_is_refused_and_the_job_keeps_its_trigger() {
        Scenario.of(everyMinute())
                .reschedule(Cron.of("0 0 0 30 2 ?", "UTC"))
                .told(
                        "RescheduleJob refused: trigger.expression: '0 0 0 30 2 ?' can never fire: no date matches its day, month and year")
                .wakesAt("00:01:00");
        Scenario.of(everyMinute())
                .reschedule(Cron.of("0 0 0 1 1 ? 2020", "UTC"))
                .told("RescheduleJob refused: trigger: has no fire after 2027-01-01T00:00:00Z; it would never run");
    }

    @Test
    void a_refused_update_names_all_problems() {
        Scenario.of(everyMinute())
                .update(aJob().priority(-1).shards(0))
                .told("UpdateJob refused: priority: is -1; 0 (highest) or more is expected; "
                        + "shards: is 0; 1 to 1000 are allowed");
    }

    @Test
    void an_open_fire_finishes_under_its_own_version() {
        Scenario job = Scenario.of(everyMinute()
                        .retry(RetryPolicy.fixed(5, Duration.ofSeconds(7)))
                        .runTimeout(Duration.ofMinutes(9)))
                .at("00:01:00")
                .due()
                .update(aJob().at(SIX).retry(RetryPolicy.NONE).runTimeout(Duration.ofMinutes(1)));

        job.told("UPDATED to version 2, next 06:00:00")
                .run()
                .wakesAt("00:10:00")
                .finished(1, LATER)
                .told("1.0 attempt LATER", "1.0 retry 1 at 00:01:07");
        assertThat(job.job().versions()).extracting(Version::number).containsExactly(1, 2);

        job.at("00:01:07").due().run().finished(1, SUCCESS);
        assertThat(job.job().versions()).extracting(Version::number).containsExactly(2);
    }

    @Test
    void a_waiting_fire_keeps_the_priority_it_queued_under() {
        Scenario job = Scenario.of(everyMinute().priority(7))
                .at("00:01:00")
                .due()
                .update(everyMinute().priority(1));

        assertThat(job.job().ready()).extracting(ReadyShard::priority).containsExactly(7);
    }

    @Test
    void an_update_that_leaves_the_trigger_alone_keeps_the_place_in_it() {
        Scenario.of(aJob().repeat(Duration.ofMinutes(1), 3))
                .run()
                .finished(1, SUCCESS)
                .at("00:00:30")
                .update(aJob().repeat(Duration.ofMinutes(1), 3).parameter("to", "b"))
                .told("UPDATED to version 2, next 00:01:00")
                .at("00:01:00")
                .due()
                .run()
                .finished(2, SUCCESS)
                .at("00:02:00")
                .due()
                .told("fire 3 for 00:02:00")
                .run()
                .finished(3, SUCCESS)
                .gone();
    }

    @Test
    void an_update_of_a_job_whose_only_fire_is_open_does_not_run_it_twice() {
        Scenario.of(aJob())
                .run()
                .update(aJob().parameter("to", "b"))
                .told("UPDATED to version 2, next none")
                .finished(1, SUCCESS)
                .gone();
    }

    @Test
    void an_update_with_a_new_trigger_begins_it() {
        Scenario.of(everyMinute())
                .at("00:00:30")
                .update(aJob().trigger(new Immediate()))
                .told("UPDATED to version 2, next 00:00:30", "fire 1 for 00:00:30")
                .run()
                .finished(1, SUCCESS)
                .gone();
    }

    @Test
    void an_update_changes_everything_but_the_key_and_the_id() {
        Scenario job = Scenario.of(everyMinute())
                .update(everyMinute().type("b").parameter("x", "y").shards(4));

        assertThat(job.job().id()).hasToString("0-0");
        assertThat(job.job().definition().parameters()).isEqualTo(Map.of("x", "y"));
        job.at("00:01:00")
                .due()
                .expect(FireOpened.class, e -> assertThat(e.shards()).isEqualTo(4));
    }

    @Test
    void an_update_needs_a_job() {
        Scenario.from("2027-01-01T00:00:00Z")
                .update(aJob())
                .told("UpdateJob refused: no job lives under the key")
                .reschedule(new Immediate())
                .told("RescheduleJob refused: no job lives under the key");
    }
}
