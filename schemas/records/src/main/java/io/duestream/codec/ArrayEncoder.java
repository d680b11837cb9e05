package io.duestream.codec;

import io.duestream.job.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes Avro binary into an array that grows and is used again: the counterpart of {@link BoundedDecoder}. Not thread-safe. */
final class ArrayEncoder {
    private static final int INITIAL = 512;
    private static final int KEPT = 256 * 1024;
    private static final int LONGEST_NUMBER = 10;
    private static final int HEX_DIGITS = 16;

    /** Up to this many characters, looking at each is cheaper than what {@code getBytes} allocates. */
    private static final int SHORT_TEXT = 64;

    private byte[] bytes = new byte[INITIAL];
    private int size;

    /** Forgets what was written, the rest of a record that failed too. */
    void restart() {
        if (bytes.length > KEPT) {
            bytes = new byte[INITIAL];
        }
        size = 0;
    }

    /** A copy of what was written. */
    byte[] written() {
        return Arrays.copyOf(bytes, size);
    }

    void writeBoolean(boolean value) {
        reserve(1);
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    /** An int, an index or a long: Avro writes them alike. */
    void writeLong(long value) {
        reserve(LONGEST_NUMBER);
        size = number(value, size);
    }

    void writeDouble(double value) {
        reserve(Double.BYTES);
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            bytes[size++] = (byte) (bits >>> shift);
        }
    }

    void writeString(String text) {
        if (text.length() > SHORT_TEXT || !writeAscii(text)) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            writeLong(utf8.length);
            writeRaw(utf8);
        }
    }

    /** One ASCII character of a text whose length was written. */
    void writeCharacter(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
    }

    /** The decimal digits of a number that is not negative, within a text whose length was written. */
    void writeDigits(long number, int digits) {
        reserve(digits);
        long rest = number;
        for (int at = size + digits - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
    }

    /** Sixteen hex digits, within a text whose length was written. */
    void writeHex(long bits) {
        reserve(HEX_DIGITS);
        for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
            int digit = (int) (bits >>> shift) & 0xF;
            bytes[size++] = (byte) (digit < 10 ? '0' + digit : 'a' - 10 + digit);
        }
    }

    void writeBytes(Bytes value) {
        writeLong(value.length());
        writeRaw(value);
    }

    void writeRaw(byte[] encoded) {
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    void writeRaw(Bytes encoded) {
        reserve(encoded.length());
        encoded.copyTo(bytes, size);
        size += encoded.length();
    }

    /** How many items of a list or a map follow. {@link #writeEnd} comes after them. */
    void writeCount(int items) {
        if (items > 0) {
            writeLong(items);
        }
    }

    void writeEnd() {
        writeLong(0);
    }

    /** Whether the text is written, which it is not if it holds other characters. */
    private boolean writeAscii(String text) {
        int length = text.length();
        reserve(LONGEST_NUMBER + length);
        byte[] to = bytes;
        int at = number(length, size);
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                return false;
            }
            to[at + i] = (byte) character;
        }
        size = at + length;
        return true;
    }

    private int number(long value, int from) {
        byte[] to = bytes;
        int at = from;
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            to[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
        return at;
    }

    private void reserve(int more) {
        if (more > bytes.length - size) {
            grow(more);
        }
    }

    private void grow(int more) {
        int needed = Math.addExact(size, more);
        bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, bytes.length * 2L)));
    }
}
