package io.duestream.client.failstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Tells a store that is broken, which may be set aside, from one that cannot be reached, which may not. */
final class OpeningErrors {
    private static final Set<String> NOT_THE_STORE = Set.of(
            "permission denied",
            "access is denied",
            "no space left",
            "file too large",
            "too many open files",
            "read-only file system",
            "quota exceeded",
            "resource temporarily unavailable",
            "while lock file",
            "unable to acquire lock",
            "lock hold by current process",
            "already held by process");

    private OpeningErrors() {}

    /** Opens a data base. */
    @FunctionalInterface
    interface Opening<T> {
        T open() throws Exception;
    }

    static <T> T translate(Path directory, Opening<T> opening) {
        try {
            Files.createDirectories(directory);
            return opening.open();
        } catch (FailStoreException e) {
            throw e;
        } catch (Exception | InternalError e) {
            String text = String.valueOf(e.getMessage());
            if (isReachable(directory, text.toLowerCase(Locale.ROOT))) {
                throw new CorruptStoreException("the store in " + directory + " cannot be read: " + text, e);
            }
            throw new FailStoreException(
                    "the store in " + directory + " cannot be opened: " + text
                            + "; see to permission and free space there",
                    e);
        }
    }

    private static boolean isReachable(Path directory, String text) {
        return NOT_THE_STORE.stream().noneMatch(text::contains) && isWritable(directory);
    }

    /** The libraries say little, so the disk is asked. */
    private static boolean isWritable(Path directory) {
        try {
            Path probe = Files.createTempFile(directory, "probe", ".tmp");
            try {
                Files.write(probe, new byte[4096]);
                return true;
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            return false;
        }
    }
}
