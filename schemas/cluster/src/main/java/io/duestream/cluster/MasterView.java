package io.duestream.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.curator.framework.CuratorFramework;

/**
 * Who is master of which role and group. Readers never wait.
 *
 * <p>Thread-safe.
 */
public final class MasterView implements AutoCloseable {
    private static final int DEPTH_OF_CANDIDATES = 3;

    private final WatchedTree<String> tree;
    private final String root;

    MasterView(CuratorFramework curator, Paths paths) {
        this.root = paths.masters();
        this.tree = new WatchedTree<>(curator, root, DEPTH_OF_CANDIDATES, Candidates::nodeId);
    }

    /**
     * One master.
     *
     * @param role label of the role
     * @param group node group; empty where the role has none
     * @param node node id
     */
    public record Master(String role, String group, String node) {}

    /**
     * All masters at one moment.
     *
     * @param masters by role and group
     * @param stale whether ZooKeeper is away, so that this may be outdated
     */
    public record Masters(List<Master> masters, boolean stale) {
        /** Copies the list. */
        public Masters {
            masters = List.copyOf(masters);
        }
    }

    MasterView start() {
        tree.start();
        return this;
    }

    /** The masters; empty if ZooKeeper was never reached. */
    public Optional<Masters> masters() {
        return tree.snapshot().map(snapshot -> new Masters(masters(snapshot.values()), snapshot.stale()));
    }

    private List<Master> masters(Map<String, String> idsByPath) {
        Map<String, Map<String, String>> elections = new TreeMap<>();
        idsByPath.forEach((path, id) -> elections
                .computeIfAbsent(path.substring(0, path.lastIndexOf('/')), election -> new HashMap<>())
                .put(path, id));
        List<Master> masters = new ArrayList<>();
        elections.forEach((election, candidates) -> {
            String[] parts = election.substring(root.length() + 1).split("/", 2);
            String group = parts[1].equals(Paths.NO_GROUP) ? "" : parts[1];
            masters.add(new Master(parts[0], group, Candidates.first(candidates).orElseThrow()));
        });
        return masters;
    }

    /** Ends the watching; the last view stays readable. */
    @Override
    public void close() {
        tree.close();
    }
}
