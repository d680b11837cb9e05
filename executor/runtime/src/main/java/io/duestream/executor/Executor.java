package io.duestream.executor;

/**
 * Runs the jobs of one node group in this process until it is closed. It opens no port: it reads attempts from the
 * group's dispatch topic, shares them with the other executors of the group, and reports.
 *
 * <pre>{@code
 * Executor executor = Executor.builder()
 *         .bootstrapServers("localhost:9092")
 *         .group("mail")
 *         .runner("invoice", context -> RunResult.success())
 *         .threads(20)
 *         .start();
 * }</pre>
 *
 * <p>Thread-safe. The process lives as long as an executor is open.
 */
public final class Executor implements AutoCloseable {
    private final ExecutorEngine engine;

    private Executor(ExecutorEngine engine) {
        this.engine = engine;
    }

    /** Says how an executor is to be. */
    public static ExecutorBuilder builder() {
        return new ExecutorBuilder();
    }

    static Executor start(ExecutorSettings settings) {
        return new Executor(ExecutorEngine.start(settings));
    }

    /** Id of this node, unique for each start: in reports, log lines and node lists. */
    public String node() {
        return engine.node();
    }

    /** How many runs are under way. */
    public int busy() {
        return engine.busy();
    }

    /** How many reports and log lines wait in the fail stores for the brokers; 0 without a fail store. */
    public long storedRecords() {
        return engine.storedRecords();
    }

    /**
     * Waits until the executor has been closed.
     *
     * @throws InterruptedException if the calling thread is interrupted
     * @throws ExecutorException if it was closed because it could not go on
     */
    public void awaitClosed() throws InterruptedException {
        engine.awaitClosed();
    }

    /**
     * Takes no new work, hands what has not started to the other executors of the group, lets runs end within the shutdown
     * timeout, interrupts the rest, sends the last reports. Without effect the second time, but for the waiting. Not to be
     * called by a runner, whose own end it would wait for.
     */
    @Override
    public void close() {
        engine.close();
    }
}
