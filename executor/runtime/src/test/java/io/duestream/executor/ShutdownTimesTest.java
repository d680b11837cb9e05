package io.duestream.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShutdownTimesTest {
    private static final long BEGUN = -5;

    @Test
    void runs_are_interrupted_while_there_is_time_for_their_reports() {
        ShutdownTimes times = new ShutdownTimes(Duration.ofSeconds(20), BEGUN);

        assertThat(times.untilInterrupt(after(0))).isEqualTo(Duration.ofSeconds(15));
        assertThat(times.forInterrupted(after(15_000))).isEqualTo(Duration.ofMillis(2_500));
        assertThat(times.left(after(17_500))).isEqualTo(Duration.ofMillis(2_500));
    }

    @Test
    void a_long_time_out_leaves_ten_seconds_for_that() {
        assertThat(new ShutdownTimes(Duration.ofMinutes(10), BEGUN).untilInterrupt(after(0)))
                .isEqualTo(Duration.ofSeconds(590));
    }

    @Test
    void what_one_part_takes_too_long_the_others_have_less() {
        ShutdownTimes times = new ShutdownTimes(Duration.ofSeconds(20), BEGUN);

        assertThat(times.untilInterrupt(after(19_000))).isZero();
        assertThat(times.forInterrupted(after(19_000))).isEqualTo(ShutdownTimes.LEAST);
        assertThat(times.left(after(30_000))).isEqualTo(ShutdownTimes.LEAST);
    }

    private static long after(long millis) {
        return BEGUN + Duration.ofMillis(millis).toNanos();
    }
}
