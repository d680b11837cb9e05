package io.duestream.cli.local;

import io.duestream.cli.output.Problems;

/** Runs something until the process is told to end, and then closes it in good order. */
public final class Servers {
    private static final int LAST_PORT = 65_535;

    private Servers() {}

    /** Adds to the problems if a number is no port; 0 stands for a free one. */
    public static void checkPort(String option, int port, Problems problems) {
        if (port < 0 || port > LAST_PORT) {
            problems.add(option + " is " + port + "; expected 0 to " + LAST_PORT);
        }
    }

    /** Something to run on. */
    @FunctionalInterface
    public interface Start {
        /**
         * Starts, and says so.
         *
         * @throws InterruptedException if interrupted while starting
         */
        void run() throws InterruptedException;
    }

    /** Waits for what runs to end by itself. */
    @FunctionalInterface
    public interface End {
        /**
         * Returns when it has ended in good order, and throws what ended it otherwise.
         *
         * @throws InterruptedException if interrupted while waiting
         */
        void await() throws InterruptedException;
    }

    /**
     * Starts {@code server}, then waits for its end. However that comes, by SIGTERM, Ctrl-C, a failure or by itself,
     * {@code server} is closed before the process ends.
     *
     * @param server must take a close at any time, also while starting and more than once
     */
    public static void run(AutoCloseable server, Start start, End end) throws Exception {
        Thread hook = new Thread(() -> closeAtExit(server), "shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            start.run();
            end.await();
        } finally {
            server.close();
            removeHook(hook);
        }
    }

    private static void closeAtExit(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            System.err.println("duestream: did not end in good order: " + e);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // The hook runs or has run; nothing is left to remove.
            return;
        }
    }
}
