package io.duestream.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes node ids: unique per start of a process, and readable. Of a reused id nobody could say which process it means. */
public final class NodeId {
    private static final Logger LOG = LoggerFactory.getLogger(NodeId.class);
    private static final int MAX_HOST = 64;
    private static final long RANDOM_BOUND = 1L << 48;

    private NodeId() {}

    /**
     * A new id, {@code <host>-<pid>-<12 hex digits>}, at most 128 characters.
     *
     * @param host name of the machine; what is no letter, digit, dot or dash becomes a dash
     * @param pid process id
     * @param random where the digits come from
     */
    public static String of(String host, long pid, RandomGenerator random) {
        String readable = host.replaceAll("[^A-Za-z0-9.-]", "-");
        String kept = readable.length() <= MAX_HOST ? readable : readable.substring(0, MAX_HOST);
        return "%s-%d-%012x".formatted(kept, pid, random.nextLong(RANDOM_BOUND));
    }

    /** A new id of this process. */
    public static String ofThisProcess(RandomGenerator random) {
        return of(host(), ProcessHandle.current().pid(), random);
    }

    /** Name of this machine, {@code localhost} where it does not know its own. */
    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            LOG.warn("this machine does not know its own name ({}); nodes here are called localhost", e.getMessage());
            return "localhost";
        }
    }
}
