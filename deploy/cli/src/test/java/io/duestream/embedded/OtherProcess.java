package io.duestream.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.server.fault.ProcessTerminatingFaultHandler;

/** A second JVM that runs a cluster, writes one record and waits to be killed. */
final class OtherProcess implements AutoCloseable {
    private final Process process;

    private OtherProcess(Process process) {
        this.process = process;
    }

    static OtherProcess runningClusterIn(Path data) throws IOException {
        return start(data, "stay");
    }

    /** A fatal fault of the broker is raised as soon as the cluster runs. */
    static OtherProcess meetingFaultIn(Path data) throws IOException {
        return start(data, "fault");
    }

    private static OtherProcess start(Path data, String then) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        data.toString(),
                        then)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        OtherProcess other = new OtherProcess(process);
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (!"ready".equals(line)) {
            other.close();
            throw new IllegalStateException("the second process said " + line);
        }
        return other;
    }

    long pid() {
        return process.pid();
    }

    /** As {@code kill -9}: no shutdown hook runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("process " + process.pid() + " outlived its kill");
        }
    }

    int exitStatus() throws InterruptedException {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("process " + process.pid() + " runs on");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Entry of the second process: the data directory is its first argument. */
    public static void main(String[] arguments) throws Exception {
        EmbeddedCluster cluster = EmbeddedCluster.start(new EmbeddedCluster.Settings(Path.of(arguments[0])));
        Records.createTopic(cluster.bootstrapServers());
        Records.write(cluster.bootstrapServers(), "before the kill");
        System.out.println("ready");
        if (arguments[1].equals("fault")) {
            new ProcessTerminatingFaultHandler.Builder().build().handleFault("raised by a test", null);
        }
        Thread.currentThread().join();
    }
}
