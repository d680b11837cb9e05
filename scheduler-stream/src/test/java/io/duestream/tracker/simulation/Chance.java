package io.duestream.tracker.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** The only source of chance: the same seed gives the same run. */
final class Chance {
    private final SplittableRandom random;

    Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int bound) {
        return random.nextInt(bound) == 0;
    }

    /** From {@code least} to {@code most}, both included. */
    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    Duration seconds(int least, int most) {
        return Duration.ofSeconds(between(least, most));
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    <T> Optional<T> maybe(int oneIn, Supplier<T> value) {
        return oneIn(oneIn) ? Optional.of(value.get()) : Optional.empty();
    }
}
