package io.duestream.cli.bench;

import io.duestream.cli.bench.Setup.Role;
import io.duestream.cli.output.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A role in a process of its own: {@code duestream <words>}. Not thread-safe. */
final class RoleJvm implements AutoCloseable {
    private static final String READY = "ready:";
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(40);

    private final Place place;
    private final Path log;
    /** Where its words begin in a log that earlier runs wrote to. */
    private final int from;

    private final Process process;

    /**
     * What a process is.
     *
     * @param role what it does
     * @param cluster for which cluster of the stage; empty for the only one, or for all of them
     * @param name of its own in the report
     * @param folder where its log goes
     */
    record Place(Role role, String cluster, String name, Path folder) {
        private Path log() {
            return folder.resolve((cluster.isEmpty() ? "" : cluster + "-") + name + ".log");
        }
    }

    private RoleJvm(Place place, Path log, int from, Process process) {
        this.place = place;
        this.log = log;
        this.from = from;
        this.process = process;
    }

    /**
     * Starts a process; what it says goes to a file.
     *
     * @param main the class that is the {@code duestream} command
     * @param place what it is
     * @param options for its virtual machine, separated by blanks
     * @param words after {@code duestream}
     */
    static RoleJvm start(String main, Place place, String options, List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Arrays.stream(options.split(" ")).filter(each -> !each.isBlank()).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(words);
        Path log = place.log();
        try {
            int from = Files.exists(log) ? Math.toIntExact(Files.size(log)) : 0;
            Process process = new ProcessBuilder(command)
                    .directory(place.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new RoleJvm(place, log, from, process);
        } catch (IOException e) {
            throw new UncheckedIOException("the " + place.name() + " could not be started", e);
        }
    }

    /**
     * Waits until it says that it is ready.
     *
     * @return the words after "ready:"
     * @throws CommandFailedException if it ended, or took too long
     */
    String awaitReady() throws InterruptedException {
        long limit = System.nanoTime() + READY_WITHIN.toNanos();
        while (System.nanoTime() < limit) {
            boolean alive = process.isAlive();
            String said = said();
            int at = said.indexOf(READY);
            if (at >= 0 && said.indexOf('\n', at) > 0) {
                return said.substring(at + READY.length(), said.indexOf('\n', at))
                        .strip();
            }
            if (!alive) {
                throw new CommandFailedException("the " + name() + " ended with " + process.exitValue() + ":\n" + said);
            }
            Thread.sleep(20);
        }
        throw new CommandFailedException("the " + name() + " was not ready within " + READY_WITHIN.toSeconds()
                + " seconds; it said:\n" + said());
    }

    /** @throws CommandFailedException if it has ended */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new CommandFailedException("the " + name() + " ended with " + process.exitValue() + ":\n" + said());
        }
    }

    String name() {
        return place.name();
    }

    boolean is(Role role) {
        return place.role() == role;
    }

    /** Whether a cluster of the stage needs it. */
    boolean worksFor(String cluster) {
        return is(Role.BROKER) || place.cluster().equals(cluster);
    }

    long pid() {
        return process.pid();
    }

    /** Processor time since its start; zero where the system does not tell it. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What follows a word at the begin of its lines. */
    List<String> said(String word) {
        return said().lines()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()).strip())
                .toList();
    }

    private String said() {
        try {
            byte[] all = Files.readAllBytes(log);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(log + " could not be read", e);
        }
    }

    /** Ends it at once: it does nothing any more. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Tells it to end. */
    void end() {
        process.destroy();
    }

    /** Tells it to end and waits until it has. */
    @Override
    public void close() {
        end();
        try {
            if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
