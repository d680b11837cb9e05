package io.duestream.cluster;

import io.duestream.cluster.WatchedTree.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;

/**
 * Who is there. Readers never wait. A lost connection leaves the last view, marked stale; after it the view is read
 * anew. A killed node is shown until its session times out.
 *
 * <p>Thread-safe.
 */
public final class ClusterView implements AutoCloseable {
    private static final int DEPTH_OF_NODES = 3;

    private final WatchedTree<NodeInfo> tree;

    ClusterView(CuratorFramework curator, Paths paths) {
        this.tree = new WatchedTree<>(curator, paths.nodes(), DEPTH_OF_NODES, Json::node);
    }

    ClusterView start() {
        tree.start();
        return this;
    }

    /** The nodes; empty if ZooKeeper was never reached, which is not the same as no nodes. */
    public Optional<ClusterNodes> nodes() {
        return tree.snapshot().map(ClusterView::nodes);
    }

    /**
     * Calls {@code listener} with each later view, on a thread of the ZooKeeper client, so it must not wait for long.
     * What it throws is logged.
     */
    public void addListener(Consumer<ClusterNodes> listener) {
        tree.addListener(snapshot -> listener.accept(nodes(snapshot)));
    }

    private static ClusterNodes nodes(Snapshot<NodeInfo> snapshot) {
        List<NodeInfo> nodes = new ArrayList<>(snapshot.values().values());
        nodes.sort(Comparator.comparing(NodeInfo::role)
                .thenComparing(NodeInfo::group)
                .thenComparing(NodeInfo::id));
        return new ClusterNodes(nodes, problems(snapshot.problems()), snapshot.stale());
    }

    static List<String> problems(Map<String, String> byPath) {
        return new TreeMap<>(byPath)
                .entrySet().stream()
                        .map(problem -> problem.getKey() + ": " + problem.getValue())
                        .toList();
    }

    /** Ends the watching; the last view stays readable. */
    @Override
    public void close() {
        tree.close();
    }
}
