package io.duestream.tracker.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * Writes a row key part by part so that its bytes sort as its parts do: numbers big-endian and not negative, names closed
 * by a zero byte, which no name contains.
 */
final class RowKey {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[64];
    private int size;

    RowKey name(String name) {
        rest(name.getBytes(StandardCharsets.UTF_8));
        int end = reserve(1);
        bytes[end] = 0;
        return this;
    }

    RowKey counted(byte[] part) {
        number(part.length);
        return rest(part);
    }

    RowKey rest(byte[] part) {
        int at = reserve(part.length);
        System.arraycopy(part, 0, bytes, at, part.length);
        return this;
    }

    RowKey time(Instant at) {
        return number(at.toEpochMilli());
    }

    RowKey number(long value) {
        int at = reserve(Long.BYTES);
        LONG.set(bytes, at, sortable(value));
        return this;
    }

    RowKey number(int value) {
        int at = reserve(Integer.BYTES);
        INT.set(bytes, at, (int) sortable(value));
        return this;
    }

    private static long sortable(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a row key part is " + value + "; negative numbers do not sort");
        }
        return value;
    }

    /** Where the next part goes. */
    private int reserve(int more) {
        int at = size;
        size = Math.addExact(at, more);
        if (size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size, 2 * bytes.length));
        }
        return at;
    }

    Bytes done() {
        return Bytes.wrap(Arrays.copyOf(bytes, size));
    }

    /** The first key after all that begin with these bytes; null if there is none. */
    static Bytes after(Bytes prefix) {
        byte[] next = prefix.get().clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return Bytes.wrap(next);
            }
        }
        return null;
    }
}
