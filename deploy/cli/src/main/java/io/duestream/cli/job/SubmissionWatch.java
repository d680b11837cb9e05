package io.duestream.cli.job;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a submission each second while the thread that submits waits, and says on the standard error what is wrong; also
 * what was taken and what was not when the process is told to end.
 */
final class SubmissionWatch implements AutoCloseable {
    private final Deliveries deliveries;
    private final Silence silence;
    private final PrintWriter err;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread looking = new Thread(this::look, "submission-watch");
    private final Thread atExit = new Thread(this::tellEnd, "submission-end");

    private SubmissionWatch(Deliveries deliveries, Silence silence, PrintWriter err) {
        this.deliveries = deliveries;
        this.silence = silence;
        this.err = err;
    }

    static SubmissionWatch start(Deliveries deliveries, Silence silence, PrintWriter err) {
        SubmissionWatch watch = new SubmissionWatch(deliveries, silence, err);
        Runtime.getRuntime().addShutdownHook(watch.atExit);
        watch.looking.setDaemon(true);
        watch.looking.start();
        return watch;
    }

    private void look() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                silence.look(deliveries.state()).ifPresent(this::say);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellEnd() {
        tellEnd("told to end");
    }

    /** The submission has ended, at the end of the file or because nobody acknowledged anything any more. */
    void ended(boolean whole) {
        if (!whole) {
            tellEnd("gave up, as the brokers have acknowledged nothing for "
                    + deliveries.state().silent().toSeconds() + " s,");
        }
    }

    private void tellEnd(String why) {
        Deliveries.State state = deliveries.state();
        say(why + " before the end of the file; " + Silence.counts(state) + ". " + whatToDo(state));
    }

    private static String whatToDo(Deliveries.State state) {
        return "The acknowledged jobs stay"
                + (state.waiting() == 0
                        ? "; the lines after them were not sent"
                        : "; the others may have arrived, and later lines were not sent. Submit the file again from"
                                + " there on: a line with a submissionId counts once, a job that lives is not made"
                                + " a second time");
    }

    private void say(String words) {
        err.println("duestream: " + words);
        err.flush();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // The process ends already; what is to be said is being said.
            return;
        }
    }
}
