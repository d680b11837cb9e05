package io.duestream.tracker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the process that used the state folder last ended in good order. Of one that was killed Kafka Streams can use no
 * store, and finds that out by opening all of them twice before it discards them, while jobs wait. So they are discarded
 * before it looks.
 */
final class LastLife {
    private static final Logger LOG = LoggerFactory.getLogger(LastLife.class);
    private static final Pattern TASK = Pattern.compile("\\d+_\\d+");

    private final Path state;
    private final Path mark;

    /**
     * @param stateDir where all state is
     * @param application the folder of Kafka Streams in it
     */
    LastLife(Path stateDir, String application) {
        this.state = stateDir.resolve(application);
        this.mark = state.resolve("closed-in-order");
    }

    /**
     * A new life begins.
     *
     * @param streams makes Kafka Streams, which takes the folder; if that fails, what was usable stays so
     * @throws TrackerStartException if the folder cannot be used
     */
    <T> T begin(Supplier<T> streams) {
        boolean usable = leaveOnlyUsable();
        boolean begun = false;
        try {
            T made = streams.get();
            begun = true;
            return made;
        } finally {
            if (usable && !begun) {
                end();
            }
        }
    }

    /** Answers whether what is in the folder now is fit for use and nobody's. */
    private boolean leaveOnlyUsable() {
        if (!Files.isDirectory(state)) {
            return false;
        }
        // The lock of Kafka Streams: what another process works with is not to be touched, and Streams refuses it.
        try (FileChannel channel =
                        FileChannel.open(state.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel)) {
            if (lock == null) {
                return false;
            }
            if (!Files.deleteIfExists(mark)) {
                discardTasks();
            }
            return true;
        } catch (IOException e) {
            throw new TrackerStartException("the state folder " + state + " cannot be used: " + e, e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void discardTasks() throws IOException {
        List<Path> tasks;
        try (Stream<Path> folders = Files.list(state)) {
            tasks = folders.filter(
                            each -> TASK.matcher(each.getFileName().toString()).matches())
                    .toList();
        }
        for (Path task : tasks) {
            delete(task);
        }
        if (!tasks.isEmpty()) {
            LOG.info(
                    "the state of {} tasks in {} was not closed in good order; it is rebuilt from the changelogs",
                    tasks.size(),
                    state);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    /** Kafka Streams has closed its stores, or has not opened them. */
    void end() {
        try {
            Files.createDirectories(state);
            Files.write(mark, new byte[0]);
        } catch (IOException e) {
            LOG.warn("{} cannot be written; the state will be rebuilt at the next start: {}", mark, e.toString());
        }
    }
}
