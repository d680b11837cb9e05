package io.duestream.client.failstore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * How many writes a store has confirmed, beside its own files. A data base cannot tell a log whose end was torn by a kill from
 * one whose confirmed end is broken, and drops either in silence; this can. It is written after the store, and not forced to
 * the disk: after the fall of a machine it may be behind, never ahead.
 */
final class WriteMark implements AutoCloseable {
    private static final String FILE = "WRITES";
    private static final int SIZE = Long.BYTES + Integer.BYTES;

    private final FileChannel channel;

    WriteMark(Path store) {
        try {
            channel = FileChannel.open(
                    store.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new FailStoreException("the file " + store.resolve(FILE) + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Confirmed writes; 0 if nobody can tell. */
    long read() {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE);
        try {
            channel.read(bytes, 0);
        } catch (IOException e) {
            throw new FailStoreException("the count of writes cannot be read: " + e.getMessage(), e);
        }
        return bytes.getInt(Long.BYTES) == checkSum(bytes) ? bytes.getLong(0) : 0;
    }

    void write(long writes) {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE).putLong(0, writes);
        bytes.putInt(Long.BYTES, checkSum(bytes));
        try {
            channel.write(bytes, 0);
        } catch (IOException e) {
            throw new FailStoreException("the count of writes cannot be written: " + e.getMessage(), e);
        }
    }

    private static int checkSum(ByteBuffer bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.array(), 0, Long.BYTES);
        return (int) sum.getValue();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new FailStoreException("the count of writes cannot be closed: " + e.getMessage(), e);
        }
    }
}
