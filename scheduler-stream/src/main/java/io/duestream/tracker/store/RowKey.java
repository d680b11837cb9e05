package io.duestream.tracker.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;

/**
 * Writes a row key part by part so that its bytes sort as its parts do: numbers big-endian and not negative, names closed
 * by a zero byte, which no name contains.
 */
final class RowKey {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);

    RowKey name(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        bytes.write(utf8, 0, utf8.length);
        bytes.write(0);
        return this;
    }

    RowKey counted(byte[] part) {
        number(part.length);
        return rest(part);
    }

    RowKey rest(byte[] part) {
        bytes.write(part, 0, part.length);
        return this;
    }

    RowKey time(Instant at) {
        return number(at.toEpochMilli());
    }

    RowKey number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a row key part is " + value + "; negative numbers do not sort");
        }
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes.write((int) (value >>> shift));
        }
        return this;
    }

    RowKey number(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("a row key part is " + value + "; negative numbers do not sort");
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes.write(value >>> shift);
        }
        return this;
    }

    Bytes done() {
        return Bytes.wrap(bytes.toByteArray());
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
