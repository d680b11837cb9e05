package io.duestream.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds free loopback ports and tells a busy one before a server trips over it. */
final class Ports {
    static final String HOST = "127.0.0.1";

    /**
     * Below the range from which operating systems take the ports of outgoing connections. From inside that range a
     * client that keeps dialling a stopped server may be given the server's own port, connect to itself, and keep the
     * port busy.
     */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;
    private static final int TRIES = 200;

    private Ports() {}

    static int free() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new EmbeddedClusterException("found no free port in %d tries between %d and %d on %s: give a port"
                .formatted(TRIES, FIRST, LAST, HOST));
    }

    /**
     * @param server what wants to listen, for the message
     * @param key the configuration key that chooses the port, for the message
     * @throws EmbeddedClusterException if somebody listens there already, or the port may not be used
     */
    static void requireFree(int port, String server, String key) {
        try {
            bind(port);
        } catch (IOException e) {
            throw new EmbeddedClusterException(
                    ("%s cannot listen on %s:%d (%s). Stop the process that uses the port, or choose another with"
                                    + " %s=<port>; 0 takes a free one.")
                            .formatted(server, HOST, port, e.getMessage(), key),
                    e);
        }
    }

    static boolean isFree(int port) {
        try {
            bind(port);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void bind(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            // As the servers do: connections of an earlier run that linger in TIME_WAIT do not count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
        }
    }
}
