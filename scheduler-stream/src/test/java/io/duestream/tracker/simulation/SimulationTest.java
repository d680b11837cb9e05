package io.duestream.tracker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.record.event.AdmissionChanged;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.CatchUpEnded;
import io.duestream.record.event.DefinitionCause;
import io.duestream.record.event.DuplicateReason;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.GroupDescribed;
import io.duestream.record.event.GroupSettingsChanged;
import io.duestream.record.event.GroupsDescribed;
import io.duestream.record.event.JobCarried;
import io.duestream.record.event.JobEnd;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.MarkerSeen;
import io.duestream.record.event.NoticeSeen;
import io.duestream.record.event.RecordForwarded;
import io.duestream.record.event.SkipReason;
import io.duestream.record.report.DoubtReason;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The invariants hold in every history. {@code duestream.simulation.seed} and {@code .steps} replay one run, {@code .seeds}
 * says how many fixed ones are run beside a fresh one.
 */
class SimulationTest {
    private static final int STEPS = Integer.getInteger("duestream.simulation.steps", 5_000);
    private static final int SEEDS = Integer.getInteger("duestream.simulation.seeds", 300);

    @Test
    void every_invariant_holds_in_any_history() {
        Optional<Long> asked = Optional.ofNullable(Long.getLong("duestream.simulation.seed"));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long began = threads.getCurrentThreadCpuTime();
        long steps =
                asked.map(SimulationTest::run).map(Simulation.Outcome::steps).orElseGet(SimulationTest::runAll);
        long millis = (threads.getCurrentThreadCpuTime() - began) / 1_000_000;
        boolean asPromised = asked.isEmpty() && STEPS >= 5_000 && SEEDS >= 300;
        assertThat(steps).as("steps").isGreaterThanOrEqualTo(asPromised ? 1_000_000 : 1);
        System.out.printf("simulation: %,d steps in %,d ms of processor time%n", steps, millis);
    }

    private static long runAll() {
        Set<Object> seen = new HashSet<>();
        long steps = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Simulation.Outcome outcome = run(seed);
            steps += outcome.steps();
            seen.addAll(outcome.seen());
        }
        long fresh = new SecureRandom().nextInt(Integer.MAX_VALUE);
        System.out.println("simulation: the fresh seed is " + fresh);
        steps += run(fresh).steps();
        if (SEEDS >= 100) {
            assertThat(seen).as("what the fixed seeds meet").containsAll(everything());
        }
        return steps;
    }

    private static Simulation.Outcome run(long seed) {
        Simulation.Outcome outcome = Simulation.run(seed, STEPS, Rules.production());
        outcome.failure().ifPresent(failure -> {
            throw new AssertionError("seed " + seed + System.lineSeparator() + failure.report());
        });
        return outcome;
    }

    /** All events that decisions state, and all reasons they give; events of the tracker's own stand apart. */
    private static Set<Object> everything() {
        Set<Object> all = new HashSet<>(Arrays.asList(JobEvent.class.getPermittedSubclasses()));
        all.removeAll(List.of(
                JobCarried.class,
                RecordForwarded.class,
                CatchUpEnded.class,
                MarkerSeen.class,
                NoticeSeen.class,
                GroupSettingsChanged.class,
                AdmissionChanged.class,
                GroupDescribed.class,
                GroupsDescribed.class));
        all.addAll(List.of(SkipReason.values()));
        all.addAll(List.of(AttemptEnd.values()));
        all.addAll(List.of(FireEnd.values()));
        all.addAll(List.of(DoubtReason.values()));
        all.addAll(List.of(DefinitionCause.values()));
        all.addAll(List.of(DuplicateReason.values()));
        all.addAll(List.of(FireKind.values()));
        all.addAll(List.of(JobEnd.values()));
        return all;
    }
}
