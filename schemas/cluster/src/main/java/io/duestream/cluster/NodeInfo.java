package io.duestream.cluster;

import io.duestream.node.NodeId;
import io.duestream.node.ReportingNode;
import io.duestream.topic.Topics;
import java.time.Instant;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * What a node tells about itself.
 *
 * @param id node id
 * @param role what it is for
 * @param group node group; empty where the role has none
 * @param host name of its machine
 * @param pid process id there
 * @param version version of Duestream it runs
 * @param startedAt when its process started
 * @param threads worker threads; 0 where the role has none
 */
public record NodeInfo(
        String id, Role role, String group, String host, long pid, String version, Instant startedAt, int threads) {
    /**
     * Refuses nulls, an id that is no path element, and an invalid group.
     *
     * @throws IllegalArgumentException if id or group cannot be used
     */
    public NodeInfo {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(startedAt, "startedAt");
        if (!id.matches("[A-Za-z0-9._-]{1,128}") || id.matches("\\.+")) {
            throw new IllegalArgumentException(
                    "node id '" + id + "' is not valid; expected 1 to 128 of A-Z a-z 0-9 . _ -");
        }
        if (!group.isEmpty() && !Topics.validName(group)) {
            throw new IllegalArgumentException(
                    "group '" + group + "' of node " + id + " is not valid; expected 1 to 64 of A-Z a-z 0-9 _ -");
        }
    }

    /** The version of the artifact that a class is from; {@code development} for classes that are from none. */
    public static String versionOf(Class<?> part) {
        return Objects.requireNonNullElse(part.getPackage().getImplementationVersion(), "development");
    }

    /** A node of this process under a new id. */
    public static NodeInfo ofThisProcess(
            Role role, String group, String version, Instant startedAt, int threads, RandomGenerator random) {
        String host = NodeId.host();
        long pid = ProcessHandle.current().pid();
        return new NodeInfo(NodeId.of(host, pid, random), role, group, host, pid, version, startedAt, threads);
    }

    /** The same node with another number of worker threads. */
    public NodeInfo withThreads(int changed) {
        return new NodeInfo(id, role, group, host, pid, version, startedAt, changed);
    }

    /** The same node as it tells of itself each second. */
    public ReportingNode reporting() {
        return new ReportingNode(id, role.label(), group, version, startedAt);
    }
}
