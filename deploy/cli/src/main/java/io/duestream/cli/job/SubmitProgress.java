package io.duestream.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.output.JsonOutput;
import io.duestream.client.Answer;
import io.duestream.job.JobKey;
import java.io.PrintWriter;
import java.util.Locale;

/** Counts what becomes of the lines of a file, reports what goes wrong, and shows how far it is. Not thread-safe. */
final class SubmitProgress {
    private static final long SHOW_EVERY_NANOS = 200_000_000;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean terminal;
    private final boolean waiting;
    private final long begun = System.nanoTime();
    private long shown;
    private long read;
    private long invalid;
    private long sent;
    private long accepted;
    private long duplicates;
    private long rejected;
    private long unanswered;
    private long unacknowledged;
    private boolean stopped;

    /**
     * Begins to count.
     *
     * @param err where problems and progress go
     * @param terminal whether it can show progress in place
     * @param waiting whether answers are waited for
     */
    SubmitProgress(PrintWriter err, boolean terminal, boolean waiting) {
        this.err = err;
        this.terminal = terminal;
        this.waiting = waiting;
    }

    void read() {
        read++;
        if ((read & 0xFF) == 0) {
            show();
        }
    }

    void invalid(long line, String reason) {
        invalid++;
        report(line, reason);
    }

    void sent() {
        sent++;
    }

    void answered(long line, JobKey key, Answer answer) {
        if (answer instanceof Answer.Accepted) {
            accepted++;
        } else if (AnswerText.good(answer)) {
            duplicates++;
        } else {
            rejected++;
            report(line, AnswerText.words(key, answer));
        }
    }

    void unanswered(long line, String reason) {
        unanswered++;
        report(line, reason);
    }

    /** A job may have arrived or not. */
    void unacknowledged(long line, String reason) {
        unacknowledged++;
        report(line, reason);
    }

    /** The end of the file was not reached; what these jobs have become is not known. */
    void stopped(long jobs) {
        unacknowledged = jobs;
        stopped = true;
    }

    private void report(long line, String reason) {
        if (terminal) {
            err.print(CLEAR);
        }
        err.println("line " + line + ": " + reason);
    }

    void show() {
        long now = System.nanoTime();
        if (terminal && now - shown > SHOW_EVERY_NANOS) {
            shown = now;
            err.print(CLEAR + counts());
            err.flush();
        }
    }

    private String counts() {
        String text = String.format(Locale.ROOT, "%,d lines, %,d sent", read, sent);
        return waiting ? text + String.format(Locale.ROOT, ", %,d accepted", accepted) : text;
    }

    boolean good() {
        return !stopped && unacknowledged == 0 && invalid == 0 && rejected == 0 && unanswered == 0;
    }

    void end(PrintWriter out, boolean json) {
        if (terminal) {
            err.print(CLEAR);
        }
        err.flush();
        if (json) {
            JsonOutput.print(out, node());
            return;
        }
        String seconds = String.format(Locale.ROOT, "%.1f s", seconds());
        out.println(counts()
                + (waiting
                        ? ", " + duplicates + " sent before, " + rejected + " not accepted, " + unanswered
                                + " unanswered"
                        : "")
                + ", " + invalid + " wrong"
                + (unacknowledged == 0 ? "" : String.format(Locale.ROOT, ", %,d not acknowledged", unacknowledged))
                + (stopped ? ", stopped" : "") + ", in " + seconds
                + (waiting ? "" : "; the tracker has yet to decide (--wait waits for it)"));
        out.flush();
    }

    private double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    ObjectNode node() {
        ObjectNode node = JsonOutput.object();
        node.put("lines", read);
        node.put("wrong", invalid);
        node.put("sent", sent);
        node.put("notAcknowledged", unacknowledged);
        node.put("stopped", stopped);
        if (waiting) {
            node.put("accepted", accepted);
            node.put("sentBefore", duplicates);
            node.put("notAccepted", rejected);
            node.put("unanswered", unanswered);
        }
        node.put("seconds", Math.round(seconds() * 10) / 10.0);
        return node;
    }
}
