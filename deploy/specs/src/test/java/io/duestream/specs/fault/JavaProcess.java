package io.duestream.specs.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.duestream.cli.Duestream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that can be killed as by {@code kill -9}, and frozen. What it says goes to a file. */
final class JavaProcess implements AutoCloseable {
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(90);

    private final String name;
    private final Process process;
    private final Path output;
    private Duration processorTime = Duration.ZERO;

    private JavaProcess(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /**
     * How to start one.
     *
     * @param name of the process, and of the file for what it says
     * @param folder where that file is made; also the working directory
     * @param heapMegabytes most memory for objects
     * @param properties system properties, {@code name=value}
     * @param main its entry
     * @param arguments of the entry
     * @param compiler options for it
     */
    record Start(
            String name,
            Path folder,
            int heapMegabytes,
            List<String> properties,
            Class<?> main,
            List<String> arguments,
            List<String> compiler) {
        /** Compiled quickly: its life is short, and compiling more would cost more than it brings. */
        Start(
                String name,
                Path folder,
                int heapMegabytes,
                List<String> properties,
                Class<?> main,
                List<String> arguments) {
            this(name, folder, heapMegabytes, properties, main, arguments, List.of("-XX:TieredStopAtLevel=1"));
        }

        /** Compiled as a process is that has much to do; in the short form none has. */
        Start compiledWell() {
            return Reliability.FULL
                    ? new Start(name, folder, heapMegabytes, properties, main, arguments, List.of())
                    : this;
        }

        /** The {@code duestream} command with some words. */
        static Start command(String name, Path folder, int heapMegabytes, List<String> properties, List<String> words) {
            return new Start(name, folder, heapMegabytes, properties, Duestream.class, words);
        }

        private List<String> command() {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + heapMegabytes + "m",
                    "-XX:+UseSerialGC"));
            command.addAll(compiler);
            properties.forEach(each -> command.add("-D" + each));
            command.addAll(ClassArchive.javaOptions());
            command.add(main.getName());
            command.addAll(arguments);
            return command;
        }
    }

    static JavaProcess start(Start start) {
        return start(start, List.of());
    }

    /**
     * @param shell words before the command, which end by running the rest of their arguments
     */
    static JavaProcess start(Start start, List<String> shell) {
        try {
            List<String> command = new ArrayList<>(shell);
            command.addAll(start.command());
            Path output = Files.createTempFile(start.folder(), start.name() + "-", ".log");
            Process process = new ProcessBuilder(command)
                    .directory(start.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new JavaProcess(start.name(), process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has said so far. */
    String said() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has said something; fails at once if it ends before. */
    JavaProcess awaitSaid(String words) {
        await().atMost(STARTED_WITHIN).pollInterval(Duration.ofMillis(50)).until(() -> {
            boolean alive = alive();
            boolean found = said().contains(words);
            assertThat(alive || found)
                    .withFailMessage(() -> name + " has ended with " + process.exitValue() + ":\n" + said())
                    .isTrue();
            return found;
        });
        return this;
    }

    private void takeProcessorTime() {
        processorTime = process.info().totalCpuDuration().orElse(processorTime);
    }

    /** What it had used when it was told to end. */
    Duration processorTime() {
        return processorTime;
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    String name() {
        return name;
    }

    /** Waits for its end; the exit code. */
    int awaitEnd(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(name + " still runs after " + atMost + "; it said:\n" + said());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends it as {@code kill -9} does, and waits until it is gone. */
    void kill() {
        // A process that is not waited for by its streams: destroyForcibly() of Process closes them first.
        takeProcessorTime();
        process.toHandle().destroyForcibly();
        awaitEnd(Duration.ofSeconds(30));
    }

    /** Asks it to end in good order, and waits until it has. */
    void end() {
        takeProcessorTime();
        process.toHandle().destroy();
        awaitEnd(Duration.ofSeconds(60));
    }

    /** Stops it as {@code SIGSTOP} does: it keeps everything and does nothing. */
    void freeze() {
        signal("STOP");
    }

    /** Lets it go on, unaware of the time that has passed. */
    void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "this system has no /bin/kill to send SIG" + signal);
        try {
            Process kill = new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(pid())).start();
            assertThat(kill.waitFor()).as("kill -%s of %s", signal, name).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (alive()) {
            kill();
        }
    }

    @Override
    public String toString() {
        return name + " (" + output + ")";
    }
}
