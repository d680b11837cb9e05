package io.duestream.specs.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What rows leave on the disk. */
final class Folders {
    private Folders() {}

    /** Deletes what the brokers and trackers of a row kept, hundreds of megabytes, and leaves logs and ledgers. */
    static void discardData(Path row) {
        try (Stream<Path> inside = Files.list(row)) {
            inside.filter(Files::isDirectory).toList().forEach(Folders::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> paths = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : paths) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
