package io.duestream.tracker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The invariants hold in every history. Replay one with {@code duestream.simulation.seed} and {@code .steps}. */
class SimulationTest {
    private static final int STEPS = Integer.getInteger("duestream.simulation.steps", 5_000);
    private static final int SEEDS = Integer.getInteger("duestream.simulation.seeds", 200);

    @Test
    void every_invariant_holds_in_any_history() {
        Long asked = Long.getLong("duestream.simulation.seed");
        long fresh = new SecureRandom().nextInt(Integer.MAX_VALUE);
        System.out.println("simulation: fresh seed " + fresh);
        LongStream seeds = asked == null
                ? LongStream.concat(LongStream.range(0, SEEDS), LongStream.of(fresh))
                : LongStream.of(asked);
        long began = System.nanoTime();
        long steps = seeds.map(SimulationTest::run).sum();
        long millis = (System.nanoTime() - began) / 1_000_000;
        System.out.println("simulation: " + steps + " steps in " + millis + " ms");
    }

    private static long run(long seed) {
        Simulation.Outcome outcome = Simulation.run(seed, STEPS, Rules.production());
        outcome.failure()
                .ifPresent(failure ->
                        assertThat(failure.report()).as("seed %s", seed).isEmpty());
        return outcome.steps();
    }
}
