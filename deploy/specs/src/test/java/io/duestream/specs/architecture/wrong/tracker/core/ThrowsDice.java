package io.duestream.specs.architecture.wrong.tracker.core;

import java.util.concurrent.ThreadLocalRandom;

final class ThrowsDice {
    private ThrowsDice() {}

    static long jitter() {
        return ThreadLocalRandom.current().nextLong(100);
    }
}
