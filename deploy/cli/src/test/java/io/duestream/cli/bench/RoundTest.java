package io.duestream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.cli.bench.Scenario.Watch;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RoundTest {
    private static final int FIRST = 200;

    private final Round round = round(2);

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
        assertThat(round(0).sampled(FIRST)).as("no times").isFalse();
    }

    @Test
    void waits_for_jobs_beside_the_counted_ones_and_leaves_them_out_of_the_rate() {
        Round mixed = new Round(FIRST, new Round.Shape(3, 2, 1, Watch.ACCEPTANCE_AND_ENDS));
        mixed.countFrom(mixed.begunNanos() + Duration.ofSeconds(1).toNanos());
        mixed.ended(FIRST, mixed.begunNanos() + Duration.ofSeconds(2).toNanos());
        mixed.ended(FIRST + 1, mixed.begunNanos() + Duration.ofSeconds(3).toNanos());
        assertThat(mixed.allEnded()).isFalse();

        mixed.ended(FIRST + 2, mixed.begunNanos() + Duration.ofSeconds(9).toNanos());

        assertThat(mixed.allEnded()).isTrue();
        assertThat(mixed.jobsPerSecond()).isEqualTo(1);
    }

    @Test
    void is_over_when_its_jobs_are_accepted_if_they_do_not_end() {
        Round load = new Round(FIRST, new Round.Shape(2, 2, 0, Watch.ACCEPTANCE));
        assertThat(load.waitsForAcceptance(FIRST)).isTrue();
        assertThat(load.waitsForAcceptance(FIRST + 2)).isFalse();
        assertThat(round.waitsForAcceptance(FIRST)).isFalse();

        load.accepted(FIRST, 1);
        load.accepted(FIRST + 1, 2);

        assertThat(load.waitsForAcceptance(FIRST)).isFalse();
        assertThat(load.allEnded()).isTrue();
        assertThat(load.lastAcceptedNanos()).isEqualTo(2);
    }

    @Test
    void counts_of_a_trickle_only_what_was_due_while_the_counted_jobs_were_at_work() {
        Round mixed = new Round(FIRST, new Round.Shape(4, 1, 1, Watch.ACCEPTANCE_AND_ENDS));
        long begun = mixed.nowMicros();
        mixed.countFrom(mixed.begunNanos() + Duration.ofSeconds(2).toNanos());
        mixed.ended(FIRST, mixed.begunNanos() + Duration.ofSeconds(5).toNanos());

        began(mixed, FIRST + 1, begun, Duration.ofSeconds(1), 10);
        began(mixed, FIRST + 2, begun, Duration.ofSeconds(3), 20);
        began(mixed, FIRST + 3, begun, Duration.ofSeconds(6), 30);

        assertThat(mixed.otherLateness().getTotalCount()).isEqualTo(1);
        assertThat(mixed.otherLateness().getMaxValue()).isEqualTo(20);
        assertThat(mixed.lateness().getTotalCount()).isZero();
        assertThat(mixed.early()).isZero();
    }

    private static void began(Round round, int number, long begun, Duration due, int lateMicros) {
        long dueMicros = begun + due.toNanos() / 1_000;
        Instant at = Instant.ofEpochSecond(dueMicros / 1_000_000, dueMicros % 1_000_000 * 1_000);
        round.began(number, "node", dueMicros + lateMicros, at, true);
    }

    private static Round round(int sampleEvery) {
        return new Round(FIRST, new Round.Shape(3, 3, sampleEvery, Watch.ENDS));
    }
}
