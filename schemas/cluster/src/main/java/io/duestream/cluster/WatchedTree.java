package io.duestream.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the znodes at one depth under a path as values. A znode that cannot be read is a problem beside the others, and
 * keeps nobody from being seen. While ZooKeeper is away the last values stay and are stale.
 */
final class WatchedTree<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedTree.class);

    private final CuratorFramework curator;
    private final CuratorCache cache;
    private final String root;
    private final int depth;
    private final Function<byte[], T> reader;
    private final Map<String, T> values = new TreeMap<>();
    private final Map<String, String> problems = new TreeMap<>();
    private final List<Consumer<Snapshot<T>>> listeners = new CopyOnWriteArrayList<>();
    private final ConnectionStateListener connection = (client, state) -> connectionChanged(state);
    private boolean complete;
    private boolean stale;
    private volatile Optional<Snapshot<T>> snapshot = Optional.empty();

    /**
     * @param depth how many levels below the root the values are; other znodes are left aside
     * @param reader throws {@link UnreadableNodeException} for what is no value
     */
    WatchedTree(CuratorFramework curator, String root, int depth, Function<byte[], T> reader) {
        this.curator = curator;
        this.root = root;
        this.depth = depth;
        this.reader = reader;
        this.cache = CuratorCache.builder(curator, root)
                .withExceptionHandler(e -> LOG.error("ZooKeeper does not let {} be read: {}", root, e.toString()))
                .build();
        cache.listenable()
                .addListener(CuratorCacheListener.builder()
                        .forAll(this::changed)
                        .forInitialized(this::initialized)
                        .build());
    }

    /**
     * All values at one moment.
     *
     * @param values by path
     * @param problems by path: why a znode is no value
     * @param stale whether ZooKeeper is away, so that they may be outdated
     */
    record Snapshot<T>(Map<String, T> values, Map<String, String> problems, boolean stale) {}

    void start() {
        curator.getConnectionStateListenable().addListener(connection);
        cache.start();
    }

    /** The last values; empty if ZooKeeper was never reached. */
    Optional<Snapshot<T>> snapshot() {
        return snapshot;
    }

    /** Calls {@code listener} with each later snapshot, on a thread of the ZooKeeper client, one after the other. */
    void addListener(Consumer<Snapshot<T>> listener) {
        listeners.add(listener);
    }

    private synchronized void changed(CuratorCacheListener.Type type, ChildData before, ChildData now) {
        String path = (now == null ? before : now).getPath();
        if (depthOf(path) != depth) {
            return;
        }
        values.remove(path);
        problems.remove(path);
        if (now != null) {
            read(path, now.getData());
        }
        publish();
    }

    private void read(String path, byte[] data) {
        try {
            values.put(path, reader.apply(data));
        } catch (UnreadableNodeException e) {
            LOG.warn("{} in ZooKeeper cannot be used: {}", path, e.getMessage());
            problems.put(path, e.getMessage());
        }
    }

    private int depthOf(String path) {
        if (!path.startsWith(root + "/")) {
            return 0;
        }
        return (int) path.substring(root.length()).chars().filter(c -> c == '/').count();
    }

    private synchronized void initialized() {
        complete = true;
        publish();
    }

    private synchronized void connectionChanged(ConnectionState state) {
        // SUSPENDED is not LOST, and neither says that a node is gone.
        boolean staleNow = !state.isConnected();
        if (staleNow != stale) {
            stale = staleNow;
            publish();
        }
    }

    private void publish() {
        if (!complete) {
            return;
        }
        Snapshot<T> now = new Snapshot<>(Map.copyOf(values), Map.copyOf(problems), stale);
        snapshot = Optional.of(now);
        for (Consumer<Snapshot<T>> listener : listeners) {
            try {
                listener.accept(now);
            } catch (RuntimeException e) {
                LOG.error("a listener of {} failed; the view goes on", root, e);
            }
        }
    }

    @Override
    public void close() {
        curator.getConnectionStateListenable().removeListener(connection);
        cache.close();
    }
}
