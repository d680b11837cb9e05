package io.duestream.tracker.simulation;

import java.util.ArrayList;
import java.util.List;

/** Invariants that were found broken in a step. */
final class Findings {
    /**
     * One of them.
     *
     * @param invariant its name
     * @param key the job key, or what else it is about
     * @param message what was found
     */
    record Finding(String invariant, String key, String message) {
        @Override
        public String toString() {
            String shorter = Line.shorter(message);
            String cut = shorter.length() > LONGEST ? shorter.substring(0, LONGEST) + "…" : shorter;
            return invariant + " is broken by " + key + ": " + cut;
        }
    }

    private static final int LONGEST = 1500;

    private final List<Finding> all = new ArrayList<>();

    void add(Class<?> invariant, Object key, String message) {
        all.add(new Finding(invariant.getSimpleName(), key.toString(), message));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<Finding> all() {
        return List.copyOf(all);
    }
}
