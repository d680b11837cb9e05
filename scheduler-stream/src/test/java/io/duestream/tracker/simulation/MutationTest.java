package io.duestream.tracker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** An invariant that no mistake breaks would prove nothing. */
class MutationTest {
    private static final int SEEDS = 40;
    private static final int STEPS = 3_000;

    @TestFactory
    Stream<DynamicTest> a_mistake_is_caught_by_its_invariant() {
        return Mutants.all().stream().map(mutant -> DynamicTest.dynamicTest(mutant.toString(), () -> caught(mutant)));
    }

    private static void caught(Mutant mutant) {
        Set<String> broken = new TreeSet<>();
        long steps = 0;
        for (long seed = 0; seed < SEEDS && !broken.contains(mutant.caughtBy().getSimpleName()); seed++) {
            Simulation.Outcome outcome = Simulation.run(seed, STEPS, mutant.rules());
            steps += outcome.steps();
            outcome.failure().ifPresent(failure -> broken.addAll(failure.broken()));
        }
        System.out.println("simulation: " + mutant + " after " + steps + " steps, broken " + broken);
        assertThat(broken).as(mutant.toString()).contains(mutant.caughtBy().getSimpleName());
    }

    @Test
    void every_invariant_has_a_mistake_that_it_catches() {
        Set<String> caught = Mutants.all().stream()
                .map(mutant -> mutant.caughtBy().getSimpleName())
                .collect(Collectors.toSet());
        World world = new World(0, Rules.production());
        assertThat(caught)
                .containsExactlyInAnyOrderElementsOf(
                        world.partitions.get(0).watch().names());
    }
}
