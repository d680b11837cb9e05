package io.duestream.cli.role;

import io.duestream.cli.output.CommandFailedException;

/** The one thing that a role's process runs. It may be closed while it starts. Thread-safe. */
final class RoleProcess implements AutoCloseable {
    private AutoCloseable running;
    private boolean closed;

    /** What was started; closed at once if the process has been told to end meanwhile. */
    <T extends AutoCloseable> T keep(T started) throws InterruptedException {
        boolean tooLate;
        synchronized (this) {
            tooLate = closed;
            if (!tooLate) {
                running = started;
            }
        }
        if (tooLate) {
            close(started);
            requireOpen();
        }
        return started;
    }

    synchronized void requireOpen() {
        if (closed) {
            throw new CommandFailedException("ended while starting");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (running != null) {
            close(running);
            running = null;
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new CommandFailedException("did not end in good order: " + e, e);
        }
    }
}
