package io.duestream.cli.node;

import io.duestream.cluster.ClusterConnection;
import io.duestream.cluster.MasterView;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which nodes are masters, as ZooKeeper knows. */
final class Masters {
    static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long LOOK_MILLIS = 50;

    private Masters() {}

    /**
     * The ids of all masters; empty if ZooKeeper is not reached within seconds.
     *
     * @throws InterruptedException if interrupted while waiting
     */
    static Optional<Set<String>> of(String zooKeeper, Topics topics) throws InterruptedException {
        try (ClusterConnection connection =
                ClusterConnection.open(zooKeeper, ClusterConnection.DEFAULT_SESSION_TIMEOUT, topics)) {
            MasterView view = connection.masters();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (view.masters().isEmpty() && System.nanoTime() - deadline < 0) {
                Thread.sleep(LOOK_MILLIS);
            }
            return view.masters()
                    .map(masters -> masters.masters().stream()
                            .map(MasterView.Master::node)
                            .collect(Collectors.toUnmodifiableSet()));
        }
    }
}
