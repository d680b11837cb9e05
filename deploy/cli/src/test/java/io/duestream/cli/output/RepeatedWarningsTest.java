package io.duestream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RepeatedWarningsTest {
    @Test
    void a_warning_keeps_its_like_away_for_a_while() {
        RepeatedWarnings warnings = new RepeatedWarnings();
        warnings.setSeconds(30);
        long begin = System.nanoTime();

        assertThat(warnings.first("{} is away", begin)).isTrue();
        assertThat(warnings.first("{} is away", begin + TimeUnit.SECONDS.toNanos(29)))
                .isFalse();
        assertThat(warnings.first("another", begin)).isTrue();
        assertThat(warnings.first("{} is away", begin + TimeUnit.SECONDS.toNanos(30)))
                .isTrue();
    }
}
