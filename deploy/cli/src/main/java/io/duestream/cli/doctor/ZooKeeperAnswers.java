package io.duestream.cli.doctor;

import io.duestream.cluster.ClusterConnection;
import io.duestream.cluster.GroupRegistry;
import io.duestream.cluster.RegisteredGroups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ZooKeeper, if it is configured. Nothing stops without it. */
final class ZooKeeperAnswers implements Check {
    private static final Duration WITHIN = Duration.ofSeconds(6);
    private static final Duration STEP = Duration.ofMillis(100);

    @Override
    public String name() {
        return "zookeeper";
    }

    @Override
    public String looksFor() {
        return "A ZooKeeper that is configured (`--zookeeper`) and does not answer; settings of groups there that cannot be"
                + " read; registered groups without a dispatch topic.";
    }

    @Override
    public List<Finding> look(Examination examination) {
        Optional<String> address = examination.configuration().zooKeeper();
        if (address.isEmpty()) {
            return List.of();
        }
        try (ClusterConnection connection = ClusterConnection.open(
                address.get(), ClusterConnection.DEFAULT_SESSION_TIMEOUT, examination.topics())) {
            Optional<RegisteredGroups> groups = groups(connection);
            if (groups.isEmpty()) {
                return List.of(Finding.note(
                        "ZooKeeper at " + address.get() + " does not answer within " + WITHIN.toSeconds() + " s",
                        "an answer: without it nodes are not shown, and settings of groups stay as they were last seen",
                        "see whether it runs; jobs run without it"));
            }
            return judge(examination, groups.get());
        }
    }

    private static Optional<RegisteredGroups> groups(ClusterConnection connection) {
        long end = System.nanoTime() + WITHIN.toNanos();
        GroupRegistry registry = connection.groups();
        Optional<RegisteredGroups> groups = registry.groups();
        while (groups.isEmpty() && System.nanoTime() < end) {
            Pause.of(STEP);
            groups = registry.groups();
        }
        return groups;
    }

    private static List<Finding> judge(Examination examination, RegisteredGroups groups) {
        List<Finding> findings = new ArrayList<>();
        groups.problems()
                .forEach(problem -> findings.add(Finding.warning(
                        problem,
                        "settings that can be read; the last ones hold",
                        "write them anew: duestream group --help")));
        groups.settings().keySet().stream()
                .sorted()
                .filter(group -> !examination.groups().contains(group))
                .forEach(group -> findings.add(Finding.warning(
                        "node group '" + group + "' is registered and has no dispatch topic",
                        "a topic; jobs of the group wait",
                        "duestream topic create --group " + group)));
        return findings;
    }
}
