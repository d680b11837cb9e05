package io.duestream.cluster;

import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.SessionConnectionStateErrorPolicy;
import org.apache.curator.retry.RetryForever;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process's connection to ZooKeeper, for one cluster. It starts whether ZooKeeper can be reached or not, and goes on
 * trying; nothing here makes the caller wait for it.
 *
 * <p>Thread-safe. Closing it closes everything made by it, and takes this process's nodes away at once.
 */
public final class ClusterConnection implements AutoCloseable {
    /** Session timeout where none is configured. */
    public static final Duration DEFAULT_SESSION_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(ClusterConnection.class);
    private static final String SERVER = "(\\[[0-9A-Fa-f:]+]|[^\\s:,/\\[\\]]+)(:\\d{1,5})?";
    private static final Pattern CONNECT_STRING = Pattern.compile(SERVER + "(," + SERVER + ")*(/\\S+)?");
    private static final int RETRY_MILLIS = 500;
    private static final int MAX_CONNECT_MILLIS = 5_000;
    private static final int MAX_CLOSE_WAIT_MILLIS = 1_000;

    private final CuratorFramework curator;
    private final Paths paths;
    private final List<AutoCloseable> made = new CopyOnWriteArrayList<>();
    private volatile boolean connected;

    private ClusterConnection(CuratorFramework curator, Paths paths) {
        this.curator = curator;
        this.paths = paths;
    }

    /**
     * Starts to connect, and returns at once.
     *
     * @param connectString {@code host:port} of the servers, separated by commas
     * @param sessionTimeout how long a killed process is shown; the servers may bound it
     * @param topics names the cluster
     * @throws IllegalArgumentException if the connect string or the timeout cannot be used
     */
    public static ClusterConnection open(String connectString, Duration sessionTimeout, Topics topics) {
        if (sessionTimeout.isNegative() || sessionTimeout.isZero() || sessionTimeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("zookeeper session timeout is " + sessionTimeout
                    + "; expected more than zero and less than 24 days");
        }
        if (!CONNECT_STRING.matcher(connectString).matches()) {
            throw new IllegalArgumentException("zookeeper connect string '" + connectString
                    + "' cannot be used; expected host:port, several separated by commas");
        }
        int session = (int) sessionTimeout.toMillis();
        CuratorFramework curator = CuratorFrameworkFactory.builder()
                .connectString(connectString)
                .sessionTimeoutMs(session)
                .connectionTimeoutMs(Math.min(session, MAX_CONNECT_MILLIS))
                .retryPolicy(new RetryForever(RETRY_MILLIS))
                .maxCloseWaitMs(MAX_CLOSE_WAIT_MILLIS)
                // A connection that is suspended ends no mastership, only a lost session does.
                .connectionStateErrorPolicy(new SessionConnectionStateErrorPolicy())
                // The servers' own names need not be reachable from here.
                .ensembleTracker(false)
                .build();
        ClusterConnection connection = new ClusterConnection(curator, Paths.of(topics));
        connection.start();
        return connection;
    }

    private void start() {
        curator.getConnectionStateListenable().addListener((client, state) -> stateChanged(state));
        curator.start();
    }

    private void stateChanged(ConnectionState state) {
        connected = state.isConnected();
        if (connected) {
            LOG.info("ZooKeeper: {}", state);
        } else {
            LOG.warn("ZooKeeper: {}; nodes and group settings stay as they were seen last", state);
        }
    }

    /** Whether ZooKeeper is reached at the moment. */
    public boolean connected() {
        return connected;
    }

    /** Shows a node to the others, until the registration or this connection is closed. */
    public NodeRegistration register(NodeInfo node) {
        return keep(new NodeRegistration(curator, paths, node).start());
    }

    /** A view of the nodes, until it or this connection is closed. */
    public ClusterView view() {
        return keep(new ClusterView(curator, paths).start());
    }

    /** Lets a node stand for master of its role and group, until the election or this connection is closed. */
    public MasterElection stand(NodeInfo node) {
        return keep(new MasterElection(curator, paths, node).start());
    }

    /** A view of the masters, until it or this connection is closed. */
    public MasterView masters() {
        return keep(new MasterView(curator, paths).start());
    }

    /** The node groups, until the registry or this connection is closed. */
    public GroupRegistry groups() {
        return keep(new GroupRegistry(curator, paths).start());
    }

    private <T extends AutoCloseable> T keep(T resource) {
        made.add(resource);
        return resource;
    }

    CuratorFramework curator() {
        return curator;
    }

    @Override
    public void close() {
        for (AutoCloseable resource : made) {
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("closing {} failed; the session ends with the connection", resource, e);
            }
        }
        curator.close();
        connected = false;
    }
}
