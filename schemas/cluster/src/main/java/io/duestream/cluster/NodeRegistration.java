package io.duestream.cluster;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.zookeeper.CreateMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows this node to the others for as long as its process lives: from when ZooKeeper is reached, again after a lost
 * session, until closed. Nothing here waits for ZooKeeper, but {@link #close()} for a moment.
 *
 * <p>Thread-safe.
 */
public final class NodeRegistration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRegistration.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final CuratorFramework curator;
    private final String path;
    private final PersistentNode node;
    private final Thread firstTime;
    private NodeInfo info;
    private boolean shown;

    NodeRegistration(CuratorFramework curator, Paths paths, NodeInfo info) {
        this.curator = curator;
        this.path = paths.node(info);
        this.info = info;
        this.node = new PersistentNode(curator, CreateMode.EPHEMERAL, false, path, Json.write(info));
        this.firstTime = daemon("node-registration-" + info.id(), this::awaitFirstTime);
    }

    NodeRegistration start() {
        node.start();
        firstTime.start();
        return this;
    }

    /** What is told about this node. */
    public synchronized NodeInfo info() {
        return info;
    }

    /**
     * Tells something else about this node; at the latest when ZooKeeper is reached.
     *
     * @throws IllegalArgumentException if it is about another node: id, role and group stay
     */
    public synchronized void update(NodeInfo changed) {
        if (!changed.id().equals(info.id())
                || changed.role() != info.role()
                || !changed.group().equals(info.group())) {
            throw new IllegalArgumentException(
                    "node " + info.id() + " keeps its id, role and group; got " + changed + ", it is " + info);
        }
        info = changed;
        if (shown) {
            write();
        }
    }

    private void write() {
        byte[] json = Json.write(info);
        if (Arrays.equals(json, node.getData())) {
            return;
        }
        try {
            node.setData(json);
        } catch (Exception e) {
            // Closed meanwhile, or ZooKeeper refuses: the node is for people to see, and no reason to fail.
            LOG.warn("what {} tells in ZooKeeper could not be updated: {}", path, e.toString());
        }
    }

    /** An update before the first time is not possible in Curator, so it is made up for here. */
    private void awaitFirstTime() {
        try {
            while (!node.waitForInitialCreate(1, TimeUnit.HOURS)) {
                LOG.warn("still not registered as {}: ZooKeeper was not reached", path);
            }
        } catch (InterruptedException e) {
            return;
        }
        LOG.info("registered as {}", path);
        synchronized (this) {
            shown = true;
            write();
        }
    }

    /** Takes the node away. Without ZooKeeper it goes when the connection is closed or its session times out. */
    @Override
    public void close() {
        firstTime.interrupt();
        // Curator waits for ZooKeeper here. Closing the connection ends this thread.
        Thread removal = daemon("node-removal", this::remove);
        removal.start();
        try {
            if (curator.getZookeeperClient().isConnected()) {
                removal.join(CLOSE_WITHIN.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void remove() {
        try {
            node.close();
        } catch (Exception e) {
            LOG.debug("{} goes with its session: {}", path, e.toString());
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
