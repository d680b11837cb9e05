package io.duestream.cli.bench;

import io.duestream.cli.output.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ends all that a bench started, and removes its files, however the bench ends: when it is done, after an error, and when the
 * process is told to end. Thread-safe.
 */
final class StageEnd {
    private final Stage stage;
    private final Path folder;
    private final boolean temporary;
    private final Thread atExit = new Thread(this::end, "bench-end");

    /** @param temporary whether the folder goes too */
    StageEnd(Stage stage, Path folder, boolean temporary) {
        this.stage = stage;
        this.folder = folder;
        this.temporary = temporary;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Ends it now. */
    void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException endingAlready) {
            // The hook runs or has run; nothing is left to remove.
            return;
        }
    }

    private synchronized void end() {
        try {
            stage.close();
        } finally {
            if (temporary) {
                remove(folder);
            }
        }
    }

    /** Removes a folder with all that is in it; without effect if there is none. */
    static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> paths = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException goneMeanwhile) {
            remove(folder);
        } catch (IOException e) {
            throw new CommandFailedException("the folder " + folder + " could not be removed: " + e, e);
        }
    }
}
