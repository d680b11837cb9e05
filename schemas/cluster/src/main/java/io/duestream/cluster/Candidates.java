package io.duestream.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** The znodes of an election: who came first is master. */
final class Candidates {
    private static final int SEQUENCE_DIGITS = 10;

    private Candidates() {}

    static String nodeId(byte[] data) {
        if (data == null || data.length == 0) {
            throw new UnreadableNodeException("it names no node");
        }
        return new String(data, StandardCharsets.UTF_8);
    }

    /** The value with the lowest sequence number at the end of its path. */
    static Optional<String> first(Map<String, String> idsByPath) {
        return idsByPath.entrySet().stream()
                .min(Comparator.comparing(candidate -> sequence(candidate.getKey())))
                .map(Map.Entry::getValue);
    }

    private static String sequence(String path) {
        return path.substring(Math.max(0, path.length() - SEQUENCE_DIGITS));
    }
}
