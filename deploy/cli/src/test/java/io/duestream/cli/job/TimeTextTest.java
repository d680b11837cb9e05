package io.duestream.cli.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeTextTest {
    private static final Instant NOW = Instant.parse("2027-03-14T06:30:00Z");

    @Test
    void durations_are_read_as_people_write_them() {
        assertThat(TimeText.duration("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(TimeText.duration("10s")).isEqualTo(Duration.ofSeconds(10));
        assertThat(TimeText.duration(" 1h30m ")).isEqualTo(Duration.ofMinutes(90));
        assertThat(TimeText.duration("2d")).isEqualTo(Duration.ofDays(2));
        assertThat(TimeText.duration("PT10S")).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void what_is_no_duration_is_told_with_an_example() {
        for (String wrong : new String[] {"", "10", "s", "10 s", "10s5", "ten", "P", "999999999999999d"}) {
            assertThatThrownBy(() -> TimeText.duration(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("500ms");
        }
    }

    @Test
    void times_are_absolute_or_count_from_now() {
        assertThat(TimeText.instant("2027-03-14T07:30:00+01:00", NOW)).isEqualTo(NOW);
        assertThat(TimeText.instant("+1m30s", NOW)).isEqualTo(NOW.plusSeconds(90));
    }

    @Test
    void what_is_no_time_is_told_with_an_example() {
        for (String wrong :
                new String[] {"", "tomorrow", "2027-03-14", "2027-03-14T06:30:00", "+", "+x", "+P999999999999D"}) {
            assertThatThrownBy(() -> TimeText.instant(wrong, NOW))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("+10s");
        }
    }
}
