package io.duestream.specs.architecture.wrong.tracker.core;

import java.time.Instant;

final class ReadsTheClock {
    private ReadsTheClock() {}

    static boolean due(Instant at) {
        return !at.isAfter(Instant.now());
    }
}
