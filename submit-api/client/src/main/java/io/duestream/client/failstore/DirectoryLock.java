package io.duestream.client.failstore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a store to one user. The file lies beside the store, so that the store can be moved and destroyed under the lock,
 * and is never removed: who waits for a removed file waits for another one than who comes later. The operating system drops
 * the lock with the process, however it ends.
 */
final class DirectoryLock implements AutoCloseable {
    /** Opening and closing a file again drops the lock that another part of this process has on it. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private static final String ENDING = ".lock";
    private static final int LONGEST_PID = 20;

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** The lock of a store, if nobody has it. */
    static Optional<DirectoryLock> tryAcquire(Path store) {
        Path file = fileOf(store);
        if (!HELD_HERE.add(file)) {
            return Optional.empty();
        }
        boolean acquired = false;
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                acquired = channel.tryLock(Long.MAX_VALUE - 1, 1, false) != null;
                if (!acquired) {
                    return Optional.empty();
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(
                        Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
                return Optional.of(new DirectoryLock(file, channel));
            } finally {
                if (!acquired) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            acquired = false;
            throw new FailStoreException(
                    "the lock " + file + " cannot be taken (" + e + "); the directory must be writable", e);
        } finally {
            if (!acquired) {
                HELD_HERE.remove(file);
            }
        }
    }

    /** Which process has the store, as far as it can be told. */
    static String holder(Path store) {
        Path file = fileOf(store);
        if (HELD_HERE.contains(file)) {
            return "this process";
        }
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            return text.isEmpty() || text.length() > LONGEST_PID ? "another process" : "process " + text;
        } catch (IOException e) {
            return "another process";
        }
    }

    private static Path fileOf(Path store) {
        Path whole = store.toAbsolutePath().normalize();
        return whole.resolveSibling(whole.getFileName() + ENDING);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new FailStoreException("the lock " + file + " cannot be released: " + e.getMessage(), e);
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
