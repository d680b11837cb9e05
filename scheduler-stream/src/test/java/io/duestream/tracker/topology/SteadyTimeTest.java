package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SteadyTimeTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private long clock = 10 * HOUR;
    private final SteadyTime time = new SteadyTime(SetClock.at(() -> clock));

    @Test
    void it_is_the_clocks_as_long_as_that_goes_forward() {
        assertThat(time.milliseconds()).isEqualTo(10 * HOUR);
        clock += HOUR;
        assertThat(time.milliseconds()).isEqualTo(11 * HOUR);
        assertThat(time.clockAt(time.milliseconds())).isEqualTo(11 * HOUR);
    }

    @Test
    void it_goes_on_from_where_it_was_when_the_clock_is_set_back() {
        time.milliseconds();
        clock -= HOUR;
        assertThat(time.milliseconds()).isEqualTo(10 * HOUR);
        clock += 5;
        assertThat(time.milliseconds()).isEqualTo(10 * HOUR + 5);
    }

    @Test
    void decisions_see_the_clock_as_it_was_set() {
        time.milliseconds();
        clock -= HOUR;
        assertThat(time.clockAt(time.milliseconds())).isEqualTo(9 * HOUR);
        clock += 2 * HOUR;
        assertThat(time.clockAt(time.milliseconds())).isEqualTo(11 * HOUR);
    }
}
