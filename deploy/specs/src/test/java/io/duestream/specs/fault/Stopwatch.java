package io.duestream.specs.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Where the time of a row goes. */
final class Stopwatch {
    private final String name;
    private final long began = System.nanoTime();
    private final List<String> laps = new ArrayList<>();
    private long last = began;
    private Duration processor = Duration.ZERO;

    /**
     * @param name of the row
     */
    Stopwatch(String name) {
        this.name = name;
    }

    /** What was going on until now is over. */
    Duration lap(String what) {
        long now = System.nanoTime();
        Duration lap = Duration.ofNanos(now - last);
        laps.add(what + " " + seconds(now - last));
        last = now;
        return lap;
    }

    /** A process has used that of the processors. */
    void used(Duration time) {
        processor = processor.plus(time);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / (double) TimeUnit.SECONDS.toNanos(1));
    }

    @Override
    public String toString() {
        return "stage " + name + " took " + seconds(last - began) + " and its processes " + seconds(processor.toNanos())
                + " of processor: " + String.join(", ", laps);
    }
}
