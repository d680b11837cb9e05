package io.duestream.executor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.executor.Attempts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProbationTest {
    private static final long NOW = -7;

    private final Probation probation = new Probation();
    private final Delivery first = delivery(1, true);
    private final Delivery second = delivery(2, true);

    @Test
    void what_may_have_killed_an_earlier_owner_starts_alone() {
        probation.begin();
        probation.started(first, NOW);

        assertThat(probation.admits(second, NOW)).isFalse();
        assertThat(probation.ended(first)).isTrue();
        assertThat(probation.admits(second, NOW)).isTrue();
    }

    @Test
    void what_nobody_had_before_starts_beside_it() {
        probation.begin();
        probation.started(first, NOW);

        assertThat(probation.admits(delivery(3, false), NOW)).isTrue();
    }

    @Test
    void a_long_run_that_lives_on_keeps_the_next_one_for_half_a_second() {
        probation.begin();
        probation.started(first, NOW);

        assertThat(probation.admits(second, after(499))).isFalse();
        assertThat(probation.left(after(499))).isEqualTo(Duration.ofMillis(1).toNanos());
        assertThat(probation.admits(second, after(500))).isTrue();
    }

    @Test
    void two_seconds_after_the_first_start_all_start_at_once() {
        probation.begin();
        for (int i = 0; i < 4; i++) {
            probation.started(delivery(i, true), after(i * 500L));
        }
        assertThat(probation.admits(second, after(1_999))).isFalse();
        assertThat(probation.admits(second, after(2_000))).isTrue();
        probation.started(second, after(2_000));
        assertThat(probation.admits(first, after(2_000))).isTrue();
    }

    @Test
    void it_begins_anew_with_the_next_assignment() {
        probation.begin();
        probation.started(first, NOW);
        assertThat(probation.left(after(3_000))).isZero();
        probation.begin();
        probation.started(second, after(3_000));

        assertThat(probation.admits(first, after(3_000))).isFalse();
    }

    @Test
    void without_an_assignment_nothing_is_held() {
        probation.started(first, NOW);

        assertThat(probation.admits(second, NOW)).isTrue();
    }

    private static long after(long millis) {
        return NOW + Duration.ofMillis(millis).toNanos();
    }

    private static Delivery delivery(long offset, boolean confirmFirst) {
        return new Delivery(
                0, 1, offset, 1, confirmFirst, 10, Attempts.of("job").dispatch());
    }
}
