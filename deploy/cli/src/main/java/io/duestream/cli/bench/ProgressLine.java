package io.duestream.cli.bench;

import io.duestream.cli.output.LiveLines;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Says how far a bench has come: on a terminal in one line that changes, else in a line every few seconds. */
final class ProgressLine {
    private static final long SELDOM = TimeUnit.SECONDS.toNanos(5);

    private final PrintWriter out;
    private final LiveLines live;
    private final boolean terminal;
    private long told = System.nanoTime();

    ProgressLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.live = new LiveLines(out);
    }

    /** Something has begun or ended. */
    void step(String line) {
        if (terminal) {
            live.show(List.of(line));
        } else {
            out.println(line);
            out.flush();
        }
        told = System.nanoTime();
    }

    /** Something goes on. */
    void goesOn(String line) {
        if (terminal || System.nanoTime() - told > SELDOM) {
            step(line);
        }
    }

    /** The next lines are others'. */
    void done() {
        if (terminal) {
            live.show(List.of());
        }
    }
}
