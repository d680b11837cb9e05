package io.duestream.codec;

import io.duestream.job.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro binary from an array and believes no length that the array cannot hold: Avro's own decoder allocates what a
 * hostile length asks for. It also tells its position, so that a part can be copied as bytes.
 */
final class BoundedDecoder extends Decoder {
    private final byte[] bytes;
    private final int end;
    private int position;

    BoundedDecoder(byte[] bytes, int from) {
        this.bytes = bytes;
        this.position = from;
        this.end = bytes.length;
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position == end;
    }

    byte[] source() {
        return bytes;
    }

    @Override
    public void readNull() {
        // nothing is written for null
    }

    @Override
    public boolean readBoolean() {
        byte value = next();
        if (value != 0 && value != 1) {
            throw new MalformedRecordException("a boolean is " + value + " at byte " + (position - 1));
        }
        return value == 1;
    }

    @Override
    public int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw new MalformedRecordException("an int is out of range at byte " + position);
        }
        return (int) value;
    }

    @Override
    public long readLong() {
        byte first = next();
        return first >= 0 ? first >>> 1 ^ -(first & 1) : readLonger(first & 0x7FL);
    }

    private long readLonger(long first) {
        long raw = first;
        for (int shift = 7; shift < 64; shift += 7) {
            byte part = next();
            raw |= (part & 0x7FL) << shift;
            if (part >= 0) {
                // Longer than need be, a value could take more room than its bounds add up to.
                if (part == 0 || shift == 63 && part != 1) {
                    throw new MalformedRecordException("a number is not in its shortest form at byte " + position);
                }
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new MalformedRecordException("a number has more than ten bytes at byte " + position);
    }

    @Override
    public float readFloat() {
        int from = skip(4);
        return ByteBuffer.wrap(bytes, from, 4).order(ByteOrder.LITTLE_ENDIAN).getFloat();
    }

    @Override
    public double readDouble() {
        int from = skip(8);
        return ByteBuffer.wrap(bytes, from, 8).order(ByteOrder.LITTLE_ENDIAN).getDouble();
    }

    @Override
    public Utf8 readString(Utf8 old) {
        return new Utf8(readString());
    }

    @Override
    public String readString() {
        int length = length();
        return length == 0 ? "" : new String(bytes, skip(length), length, StandardCharsets.UTF_8);
    }

    /**
     * How many bytes the text takes that comes next, if it is short and all there; else -1. It begins one byte after the
     * {@link #position}, which stays.
     */
    int shortText() {
        if (position < end) {
            byte first = bytes[position];
            int length = first >>> 1;
            if (first >= 0 && (first & 1) == 0 && length < end - position) {
                return length;
            }
        }
        return -1;
    }

    @Override
    public void skipString() {
        skip(length());
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) {
        int length = length();
        return ByteBuffer.wrap(bytes, skip(length), length);
    }

    /** Like {@link #readBytes}, copied once. */
    Bytes readContent() {
        int length = length();
        int from = skip(length);
        return Bytes.of(bytes, from, from + length);
    }

    @Override
    public void skipBytes() {
        skip(length());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) {
        System.arraycopy(bytes, skip(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) {
        skip(length);
    }

    @Override
    public int readEnum() {
        return readInt();
    }

    @Override
    public long readArrayStart() {
        return blockCount();
    }

    @Override
    public long arrayNext() {
        return blockCount();
    }

    @Override
    public long skipArray() {
        return skipBlocks();
    }

    @Override
    public long readMapStart() {
        return blockCount();
    }

    @Override
    public long mapNext() {
        return blockCount();
    }

    @Override
    public long skipMap() {
        return skipBlocks();
    }

    @Override
    public int readIndex() {
        return readInt();
    }

    private long blockCount() {
        long count = readLong();
        if (count < 0) {
            blockSize();
            count = -count;
        }
        // No item type of the contract takes zero bytes but an empty record; one byte an item is a sound bound for
        // memory.
        if (count < 0 || count > end - position + 1L) {
            throw new MalformedRecordException("a block of " + count + " items cannot stand at byte " + position);
        }
        return count;
    }

    private long skipBlocks() {
        long count = readLong();
        while (count < 0) {
            skip(blockSize());
            count = readLong();
        }
        return count;
    }

    /** How many bytes a block takes, for those who skip it. */
    private int blockSize() {
        long size = readLong();
        if (size < 0 || size > end - position) {
            throw new MalformedRecordException("a block of " + size + " bytes cannot stand at byte " + position);
        }
        return (int) size;
    }

    private int length() {
        long length = readLong();
        if (length < 0 || length > end - position) {
            throw new MalformedRecordException("a length of " + length + " at byte " + position + " of " + end);
        }
        return (int) length;
    }

    private int skip(int length) {
        if (length > end - position) {
            throw new MalformedRecordException("the record ends within a value at byte " + position + " of " + end);
        }
        int from = position;
        position += length;
        return from;
    }

    private byte next() {
        if (position >= end) {
            throw new MalformedRecordException("the record ends within a value at byte " + end);
        }
        return bytes[position++];
    }
}
