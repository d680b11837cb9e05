package io.duestream.client.failstore;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that stores records one after the other and says of each when it is stored. */
final class StoreProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private String failure;

    private StoreProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static StoreProcess start(String kind, Path directory) throws IOException {
        return new StoreProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreProcess.class.getName(),
                        kind,
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Lets it write no file beyond a size, as a disk that is full. */
    void limitFiles(long bytes) throws IOException, InterruptedException {
        Process limit = new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes)
                .inheritIO()
                .start();
        if (limit.waitFor() != 0) {
            throw new IOException("prlimit ended with " + limit.exitValue());
        }
    }

    /** Lets it begin, after it has told its store. */
    void begin() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** The next record that it has stored; -1 at its end. */
    long stored() throws IOException {
        for (String line = line(); line != null; line = line()) {
            if (line.startsWith("stored ")) {
                return Long.parseLong(line.substring("stored ".length()));
            }
            if (line.startsWith("failed ")) {
                failure = line;
            }
        }
        return -1;
    }

    /** What it failed of; null if it has not. */
    String failure() {
        return failure;
    }

    /** The next that it says; null at its end. */
    String line() throws IOException {
        return output.readLine();
    }

    /** Kills it and returns the last record that it has stored. */
    long kill(long before) throws IOException, InterruptedException {
        // By its handle, since ending the process object itself closes the stream that is still to be read.
        process.toHandle().destroyForcibly();
        process.waitFor(20, TimeUnit.SECONDS);
        long last = before;
        for (long next = stored(); next >= 0; next = stored()) {
            last = next;
        }
        return last;
    }

    int exit() throws InterruptedException {
        process.waitFor(60, TimeUnit.SECONDS);
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Entry of the process. */
    public static void main(String[] arguments) throws IOException {
        FailStoreDirectory directory = new FailStoreDirectory(
                Path.of(arguments[1]),
                FailStoreFactory.named(arguments[0]),
                new StoreBounds(1_000_000, 1L << 40, 0),
                InstantSource.system());
        try (FailStoreDirectory.Claimed claimed = directory.claim()) {
            say("store " + claimed.records().directory().getFileName());
            System.in.read();
            for (long sequence = 1; sequence < 1_000_000; sequence++) {
                claimed.records().append(List.of(record(sequence)));
                say("stored " + sequence);
            }
        } catch (FailStoreException e) {
            say("failed " + e.getMessage().replace('\n', ' '));
        }
    }

    private static void say(String text) {
        System.out.println(text);
        System.out.flush();
    }

    static StoredRecord record(long sequence) {
        byte[] value = new byte[400];
        java.util.Arrays.fill(value, (byte) sequence);
        return new StoredRecord(
                sequence,
                RecordKind.COMMAND,
                "mail/" + sequence % 7,
                "duestream.commands",
                ("mail/" + sequence % 7).getBytes(StandardCharsets.UTF_8),
                value,
                Instant.ofEpochMilli(sequence));
    }
}
