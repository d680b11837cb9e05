package io.duestream.tracker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class InFlightLimitTest {
    private Instant now = Instant.parse("2027-01-01T00:00:00Z");

    @Test
    void at_first_it_is_twice_the_share_of_the_threads() {
        assertThat(new InFlightLimit(1).at(now, 20, Bounds.NONE)).isEqualTo(40);
        assertThat(new InFlightLimit(4).at(now, 20, Bounds.NONE)).isEqualTo(10);
        assertThat(new InFlightLimit(8).at(now, 20, Bounds.NONE))
                .as("rounded up")
                .isEqualTo(5);
        assertThat(new InFlightLimit(100).at(now, 1, Bounds.NONE))
                .as("never less than two")
                .isEqualTo(2);
    }

    @Test
    void with_unknown_threads_it_is_a_modest_number() {
        assertThat(new InFlightLimit(4).at(now, 0, Bounds.NONE)).isEqualTo(32);
    }

    @Test
    void it_grows_to_what_ends_within_the_target_wait() {
        InFlightLimit limit = new InFlightLimit(1);
        for (int i = 0; i < 20; i++) {
            pass(limit, 50, 500);
        }

        // 10 a millisecond, for 250 ms
        assertThat(limit.at(now, 20, Bounds.NONE)).isEqualTo(2_500);
    }

    @Test
    void a_slow_group_stays_at_its_base() {
        InFlightLimit limit = new InFlightLimit(1);
        for (int i = 0; i < 100; i++) {
            pass(limit, 100, 1);
            assertThat(limit.at(now, 5, Bounds.NONE)).isEqualTo(10);
        }
    }

    @Test
    void slow_runs_that_end_together_are_no_rate() {
        InFlightLimit limit = new InFlightLimit(4);
        for (int i = 0; i < 20; i++) {
            pass(limit, 50, 4);
            pass(limit, 450, 0);
            // 8 a second, for 250 ms: no more than the base
            assertThat(limit.at(now, 4, Bounds.NONE)).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void it_falls_back_step_by_step_when_less_ends() {
        InFlightLimit limit = new InFlightLimit(1);
        pass(limit, 50, 0);
        pass(limit, 50, 500);
        int high = limit.at(now, 5, Bounds.NONE);
        pass(limit, 50, 0);
        int lower = limit.at(now, 5, Bounds.NONE);
        for (int i = 0; i < 40; i++) {
            pass(limit, 50, 0);
        }

        assertThat(lower).isBetween(high / 2, high - 1);
        assertThat(limit.at(now, 5, Bounds.NONE)).isEqualTo(10);
    }

    @Test
    void a_clock_that_was_set_says_nothing_about_the_rate() {
        InFlightLimit limit = new InFlightLimit(1);
        pass(limit, 50, 10);
        for (int i = 0; i < 1_000; i++) {
            limit.ended();
        }
        now = now.minusSeconds(3_600);
        assertThat(limit.at(now, 5, Bounds.NONE)).isLessThanOrEqualTo(50);
        for (int i = 0; i < 1_000; i++) {
            limit.ended();
        }
        now = now.plusSeconds(7_200);
        assertThat(limit.at(now, 5, Bounds.NONE)).isLessThanOrEqualTo(50);
        pass(limit, 50, 500);
        assertThat(limit.at(now, 5, Bounds.NONE))
                .as("and it goes on from there")
                .isEqualTo(2_500);
    }

    private void pass(InFlightLimit limit, int millis, int ended) {
        for (int i = 0; i < ended; i++) {
            limit.ended();
        }
        now = now.plusMillis(millis);
        limit.at(now, 5, Bounds.NONE);
    }
}
