package io.duestream.specs;

import io.duestream.feedback.FeedbackConfig;
import io.duestream.feedback.FeedbackStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A feedback-stream in a JVM of its own that can be killed. It works in small steps, to be killed in one of many. */
final class FeedbackProcess implements AutoCloseable {
    static final String INSTANCE = "feedback-0";

    private static final Path LOG = Path.of("target", "feedback-process.log");

    private final Process process;

    private FeedbackProcess(Process process) {
        this.process = process;
    }

    static FeedbackProcess start(String bootstrapServers, String cluster) throws IOException {
        return new FeedbackProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FeedbackProcess.class.getName(),
                        bootstrapServers,
                        cluster)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(LOG.toFile()))
                .start());
    }

    /** As {@code kill -9}: no shutdown hook runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("process " + process.pid() + " outlived its kill");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Entry of the process: brokers and cluster name are its arguments. */
    public static void main(String[] arguments) {
        FeedbackConfig config = FeedbackConfig.of(arguments[0], arguments[1])
                .withInstance(INSTANCE)
                .withKafka(Map.of("max.poll.records", "5", "session.timeout.ms", "6000"));
        FeedbackStream.start(config);
    }
}
