package io.duestream.specs;

import io.duestream.executor.Executor;
import io.duestream.executor.runners.SleepRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An executor in a JVM of its own, which can be killed as by {@code kill -9}. */
final class ExecutorProcess implements AutoCloseable {
    private final Process process;

    private ExecutorProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts a process whose runners are {@code sleep}, {@code long}, a {@link LongRunner}, and {@code halt}, which kills it
     * at once, or as many milliseconds later as its parameter {@code after} says.
     */
    static ExecutorProcess start(String bootstrapServers, String cluster, String group, int threads)
            throws IOException {
        return start(bootstrapServers, cluster, group, threads, 6_000);
    }

    /** One that its group gives up when it has been silent for so many milliseconds. */
    static ExecutorProcess start(String bootstrapServers, String cluster, String group, int threads, int sessionMillis)
            throws IOException {
        return new ExecutorProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExecutorProcess.class.getName(),
                        bootstrapServers,
                        cluster,
                        group,
                        Integer.toString(threads),
                        Integer.toString(sessionMillis))
                .inheritIO()
                .start());
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Sends it a signal, by the name that {@code kill} knows. */
    void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " of process " + pid() + " ended with " + exit);
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("process " + process.pid() + " did not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Entry of the process. */
    public static void main(String[] arguments) throws Exception {
        Executor executor = Executor.builder()
                .bootstrapServers(arguments[0])
                .cluster(arguments[1])
                .group(arguments[2])
                .threads(Integer.parseInt(arguments[3]))
                .kafka("session.timeout.ms", arguments[4])
                .kafka("heartbeat.interval.ms", "500")
                .runner("sleep", new SleepRunner())
                .runner("long", new LongRunner())
                .runner("halt", context -> {
                    Thread.sleep(Long.parseLong(context.parameters().getOrDefault("after", "0")));
                    Runtime.getRuntime().halt(1);
                    return null;
                })
                .start();
        executor.awaitClosed();
    }
}
