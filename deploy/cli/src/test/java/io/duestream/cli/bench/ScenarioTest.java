package io.duestream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    @Test
    void timers_far_apart_are_given_the_time_between_them() {
        assertThat(new Timers(10, Duration.ofHours(1)).quiet()).isGreaterThan(Duration.ofMinutes(6));
    }

    @Test
    void jobs_as_fast_as_possible_leave_no_silence() {
        assertThat(Throughput.timed(100).quiet()).isZero();
    }
}
