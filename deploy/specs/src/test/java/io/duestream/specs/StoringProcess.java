package io.duestream.specs;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.client.Receipt;
import io.duestream.client.RetryJobClient;
import io.duestream.client.SubmissionException;
import io.duestream.executor.Executor;
import io.duestream.executor.RunResult;
import io.duestream.job.JobKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A submitter or an executor with a fail store, in a JVM of its own that can be killed as by {@code kill -9}. */
final class StoringProcess implements AutoCloseable {
    private final Process process;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Thread reader;

    private StoringProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "storing-process-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts one.
     *
     * @param role {@code submit} or {@code execute}
     */
    static StoringProcess start(String role, String bootstrapServers, String cluster, Path store, String name)
            throws IOException {
        return new StoringProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoringProcess.class.getName(),
                        role,
                        bootstrapServers,
                        cluster,
                        store.toString(),
                        name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("error " + e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** What it said so far that begins with a word, without the word. */
    List<String> said(String word) {
        synchronized (lines) {
            return lines.stream()
                    .filter(line -> line.startsWith(word + " "))
                    .map(line -> line.substring(word.length() + 1))
                    .toList();
        }
    }

    /** Lets it write no file beyond a size, as on a disk that is full; {@code unlimited} takes that back. */
    void limitFiles(String bytes) throws IOException, InterruptedException {
        Process limit = new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes + ":")
                .inheritIO()
                .start();
        if (limit.waitFor() != 0) {
            throw new IOException("prlimit ended with " + limit.exitValue());
        }
    }

    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
        reader.join(TimeUnit.SECONDS.toMillis(30));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Entry of the process. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path store = Path.of(arguments[3]);
        if (arguments[0].equals("submit")) {
            submit(arguments[1], arguments[2], store, arguments[4], out);
        } else {
            execute(arguments[1], arguments[2], store, arguments[4], out);
        }
    }

    private static void submit(String servers, String cluster, Path store, String name, PrintStream out)
            throws InterruptedException {
        try (RetryJobClient client = JobClient.builder()
                .bootstrapServers(servers)
                .cluster(cluster)
                .failStore(store)
                .storeAfter(Duration.ofMillis(500))
                .longestRetry(Duration.ofSeconds(1))
                .build()) {
            out.println("found " + client.stored());
            for (int i = 0; !name.equals("drain"); i++) {
                JobKey key = new JobKey("mail", name + "-" + i % 5);
                try {
                    Receipt receipt = i < 5
                            ? client.submit(Job.of(key.group(), key.taskId())
                                    .at(Instant.now().plusSeconds(86_400)))
                            : client.pause(key, Integer.toString(i));
                    out.println("told " + key + " " + i + " " + receipt.status());
                } catch (SubmissionException e) {
                    out.println("failed " + key + " " + i + " " + e.getMessage());
                }
            }
            out.println("drained " + client.awaitDrained(Duration.ofSeconds(60)) + " " + client.quarantined());
        }
    }

    private static void execute(String servers, String cluster, Path store, String name, PrintStream out)
            throws InterruptedException {
        Executor executor = Executor.builder()
                .bootstrapServers(servers)
                .cluster(cluster)
                .group("mail")
                .threads(4)
                .failStore(store)
                .defaultRunner(context -> {
                    out.println("began " + context.key().taskId());
                    // Until the specification has taken the brokers away, or at once.
                    Thread.sleep(name.equals("first") ? 4_000 : 0);
                    context.log().info("by " + name);
                    return RunResult.success("by " + name);
                })
                .start();
        while (true) {
            out.println("stored " + executor.storedRecords());
            Thread.sleep(100);
        }
    }
}
