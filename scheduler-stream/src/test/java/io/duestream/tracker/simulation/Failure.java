package io.duestream.tracker.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a run broke, and how to see it again.
 *
 * @param broken names of the invariants
 * @param report findings, the last records of the job concerned, and the command that replays the run
 * @param thrown what the rules threw, if they did
 */
record Failure(Set<String> broken, String report, Optional<RuntimeException> thrown) {
    private static final int LINES = 40;

    static Failure of(long seed, int steps, World world, Optional<RuntimeException> thrown) {
        Set<String> broken = new TreeSet<>();
        List<String> lines = new ArrayList<>();
        String key = "";
        for (Findings.Finding finding : world.findings.all()) {
            broken.add(finding.invariant());
            lines.add(finding.toString());
            key = key.isEmpty() ? finding.key() : key;
        }
        thrown.ifPresent(e -> lines.add("the rules threw " + e));
        String first = key;
        for (Partition partition : world.partitions) {
            boolean concerned = first.isEmpty()
                    || first.equals("partition " + partition.number)
                    || world.keys.stream()
                            .anyMatch(each -> each.toString().equals(first) && world.owner(each) == partition);
            if (concerned) {
                lines.add("the last records of " + first + " in partition " + partition.number + ":");
                lines.addAll(partition.trace.last(first, LINES));
            }
        }
        lines.add("replay: ./mvnw -pl scheduler-stream -am test -Dtest=SimulationTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dduestream.simulation.seed=" + seed
                + " -Dduestream.simulation.steps=" + steps);
        return new Failure(broken, String.join(System.lineSeparator(), lines), thrown);
    }
}
