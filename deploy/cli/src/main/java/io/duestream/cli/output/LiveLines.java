package io.duestream.cli.output;

import java.io.PrintWriter;
import java.util.List;

/** Lines on a terminal that are written over by the next ones. Not thread-safe. */
public final class LiveLines {
    private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[0J";

    private final PrintWriter out;
    private int shown;

    /** Writes to a terminal. */
    public LiveLines(PrintWriter out) {
        this.out = out;
    }

    /** Whether this process talks to a terminal that can move its cursor. */
    public static boolean possible() {
        String terminal = System.getenv("TERM");
        return System.console() != null && terminal != null && !terminal.equals("dumb");
    }

    /** Shows lines in place of those before, each cut to the width of the terminal, if it tells it. */
    public void show(List<String> lines) {
        if (shown > 0) {
            out.printf(UP_AND_CLEAR, shown);
        }
        int width = width();
        lines.forEach(line -> out.println(line.length() <= width ? line : line.substring(0, width - 1) + "…"));
        out.flush();
        shown = lines.size();
    }

    /** Leaves what is shown where it is; the next lines come below. */
    public void settle() {
        shown = 0;
    }

    private static int width() {
        try {
            return Math.max(40, Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "160")));
        } catch (NumberFormatException e) {
            return 160;
        }
    }
}
