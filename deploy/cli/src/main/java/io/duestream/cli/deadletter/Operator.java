package io.duestream.cli.deadletter;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who sits at this terminal. */
final class Operator {
    private Operator() {}

    static String name() {
        return System.getProperty("user.name", "?") + "@" + host();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
