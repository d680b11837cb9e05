package io.duestream.tracker.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/** The open transaction of a partition: how to take back all that was done since the last commit. */
final class Undo {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    void did(Runnable takeBack) {
        steps.push(takeBack);
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    void commit() {
        steps.clear();
    }

    void rollBack() {
        while (!steps.isEmpty()) {
            steps.pop().run();
        }
    }
}
