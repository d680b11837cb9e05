package io.duestream.tracker.simulation;

import io.duestream.job.Token;
import java.util.HashSet;
import java.util.Set;

/** Which runs had another beside them on their node, whatever anybody was told of it. */
final class Company {
    private record Place(String node, Token token) {}

    private final Set<Place> had = new HashSet<>();

    void add(Node node, Token token) {
        had.add(new Place(node.id, token));
    }

    boolean had(String node, Token token) {
        return had.contains(new Place(node, token));
    }
}
