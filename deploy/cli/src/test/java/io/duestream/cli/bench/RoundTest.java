package io.duestream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundTest {
    private static final int FIRST = 200;

    private final Round round = new Round(FIRST, 3, 2);

    @Test
    void is_over_when_each_of_its_jobs_has_ended() {
        round.ended(FIRST, 1);
        round.ended(FIRST + 2, 2);
        assertThat(round.allEnded()).isFalse();

        round.ended(FIRST + 1, round.begunNanos() + Duration.ofSeconds(2).toNanos());

        assertThat(round.allEnded()).isTrue();
        assertThat(round.seconds()).isEqualTo(2);
        assertThat(round.repeated()).isZero();
    }

    @Test
    void knows_what_has_ended_in_it_and_takes_earlier_jobs_for_ended() {
        round.ended(FIRST + 1, 1);

        assertThat(round.hasEnded(FIRST + 1)).isTrue();
        assertThat(round.hasEnded(FIRST - 1)).isTrue();
        assertThat(round.hasEnded(FIRST)).isFalse();
        assertThat(round.hasEnded(FIRST + 3)).as("of no round yet").isFalse();
    }

    @Test
    void counts_ends_of_what_had_ended() {
        round.ended(FIRST, 1);
        round.endedAgain();

        assertThat(round.repeated()).isEqualTo(1);
        assertThat(round.endedJobs()).isEqualTo(1);
    }

    @Test
    void looks_at_its_first_job_and_at_others_at_equal_distances() {
        assertThat(round.sampled(FIRST)).isTrue();
        assertThat(round.sampled(FIRST + 1)).isFalse();
        assertThat(round.sampled(FIRST + 2)).isTrue();
        assertThat(new Round(FIRST, 3, 0).sampled(FIRST)).as("no times").isFalse();
    }
}
