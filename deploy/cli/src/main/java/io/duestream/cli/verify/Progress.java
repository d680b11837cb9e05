package io.duestream.cli.verify;

import io.duestream.cli.output.LiveLines;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tells a person at a terminal how far reading has come. */
final class Progress {
    private static final int LOOK_EVERY = 10_000;

    private final LiveLines lines;
    private final boolean shown;
    private final long begun = System.nanoTime();
    private long read;
    private long shownAt = begun;

    Progress(PrintWriter terminal, boolean shown) {
        this.lines = new LiveLines(terminal);
        this.shown = shown;
    }

    /**
     * Another record was read.
     *
     * @param offsets offsets to read in all, those without a record among them
     */
    void read(long offsets) {
        read++;
        if (!shown || read % LOOK_EVERY != 0) {
            return;
        }
        long now = System.nanoTime();
        if (now - shownAt > TimeUnit.SECONDS.toNanos(1)) {
            shownAt = now;
            double seconds = (now - begun) / 1e9;
            lines.show(List.of(
                    String.format("%,d of at most %,d records, %,.0f a second", read, offsets, read / seconds)));
        }
    }

    void done() {
        if (shown) {
            lines.show(List.of());
        }
    }
}
