package io.duestream.tracker.core;

import static io.duestream.tracker.core.Scenario.aJob;
import static io.duestream.tracker.core.Scenario.everyMinute;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.OverlapPolicy;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Among what waits: higher priority first, then earlier due, then earlier accepted. */
class ReadyOrderTest {
    private static final Instant NOON = Instant.parse("2027-01-01T12:00:00Z");

    @Test
    void a_smaller_number_is_a_higher_priority_and_goes_first() {
        assertThat(ready(0, 60, 9)).isLessThan(ready(100, 0, 1));
    }

    @Test
    void at_equal_priority_the_earlier_due_goes_first() {
        assertThat(ready(100, 0, 9)).isLessThan(ready(100, 60, 1));
    }

    @Test
    void at_equal_priority_and_due_time_the_earlier_accepted_goes_first() {
        assertThat(ready(100, 0, 1)).isLessThan(ready(100, 0, 9));
    }

    @Test
    void what_waits_says_the_priority_due_time_and_acceptance_it_queues_under() {
        Scenario job = Scenario.of(aJob().priority(3).shards(2));

        assertThat(job.job().ready())
                .containsExactly(
                        new ReadyShard(3, Instant.parse("2027-01-01T00:00:00Z"), 0, 1, 0),
                        new ReadyShard(3, Instant.parse("2027-01-01T00:00:00Z"), 0, 1, 1));
    }

    @Test
    void the_fires_of_one_job_go_in_that_order_too() {
        Scenario job = Scenario.of(everyMinute().overlap(OverlapPolicy.ALLOW))
                .at("00:01:00")
                .due()
                .at("00:02:00")
                .due()
                .ready(1L, 2L)
                .update(everyMinute().overlap(OverlapPolicy.ALLOW).priority(0))
                .at("00:03:00")
                .due()
                .ready(3L, 1L, 2L);

        assertThat(List.of(job.admit().story(), job.admit().story(), job.admit().story()))
                .containsExactly(List.of("3.0 dispatched"), List.of("1.0 dispatched"), List.of("2.0 dispatched"));
    }

    private static ReadyShard ready(int priority, long dueAfterNoon, long accepted) {
        return new ReadyShard(priority, NOON.plusSeconds(dueAfterNoon), accepted, 1, 0);
    }
}
