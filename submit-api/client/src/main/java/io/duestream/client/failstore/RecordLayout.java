package io.duestream.client.failstore;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * How records lie in a store.
 *
 * <pre>
 * r [sequence, 8 bytes big-endian] → check sum, version, kind, first sent at, lane, topic, key, value
 * q [sequence, 8 bytes big-endian] → check sum, version, put aside at, reason, the value of r
 * s                                → check sum, version, records, quarantined, last sequence, writes
 * </pre>
 */
final class RecordLayout {
    /** Bytes that a record takes beside its parts, roughly: key, check sum, lengths, and what a data base adds. */
    static final int OVERHEAD = 64;

    static final byte RECORD = 'r';
    static final byte QUARANTINED = 'q';

    private static final byte SUMMARY = 's';
    private static final byte VERSION = 1;
    private static final int CHECK_SUM = 4;

    private RecordLayout() {}

    static byte[] key(byte family, long sequence) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(family).putLong(sequence).array();
    }

    static byte[] summaryKey() {
        return new byte[] {SUMMARY};
    }

    static boolean isOf(byte family, byte[] key) {
        return key.length == 1 + Long.BYTES && key[0] == family;
    }

    static long sequence(byte[] key) {
        return ByteBuffer.wrap(key).getLong(1);
    }

    /**
     * What a store should hold: a data base that lost writes in the middle of its log does not tell.
     *
     * @param records how many
     * @param quarantined how many
     * @param lastSequence the highest ever given
     * @param writes how often it was written to
     */
    record Summary(long records, long quarantined, long lastSequence, long writes) {}

    static byte[] encode(StoredRecord record) {
        return sealed(out -> {
            out.writeByte(record.kind().ordinal());
            out.writeLong(record.firstSentAt().toEpochMilli());
            out.writeUTF(record.lane());
            out.writeUTF(record.topic());
            writeBytes(out, record.key());
            writeBytes(out, record.value());
        });
    }

    static StoredRecord record(long sequence, byte[] bytes) {
        return unsealed(bytes, in -> {
            RecordKind kind = RecordKind.values()[in.readByte()];
            Instant firstSentAt = Instant.ofEpochMilli(in.readLong());
            return new StoredRecord(
                    sequence, kind, in.readUTF(), in.readUTF(), readBytes(in), readBytes(in), firstSentAt);
        });
    }

    static byte[] encode(QuarantinedRecord quarantined) {
        return sealed(out -> {
            out.writeLong(quarantined.at().toEpochMilli());
            out.writeUTF(quarantined.reason());
            writeBytes(out, encode(quarantined.record()));
        });
    }

    static QuarantinedRecord quarantined(long sequence, byte[] bytes) {
        return unsealed(bytes, in -> {
            Instant at = Instant.ofEpochMilli(in.readLong());
            String reason = in.readUTF();
            return new QuarantinedRecord(record(sequence, readBytes(in)), reason, at);
        });
    }

    static byte[] encode(Summary summary) {
        return sealed(out -> {
            out.writeLong(summary.records());
            out.writeLong(summary.quarantined());
            out.writeLong(summary.lastSequence());
            out.writeLong(summary.writes());
        });
    }

    static Summary summary(byte[] bytes) {
        return unsealed(bytes, in -> new Summary(in.readLong(), in.readLong(), in.readLong(), in.readLong()));
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static byte[] sealed(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(0);
            out.writeByte(VERSION);
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] sealed = bytes.toByteArray();
        ByteBuffer.wrap(sealed).putInt(checkSum(sealed));
        return sealed;
    }

    private static <T> T unsealed(byte[] bytes, Reading<T> reading) {
        if (bytes.length < CHECK_SUM + 1 || ByteBuffer.wrap(bytes).getInt() != checkSum(bytes)) {
            throw new CorruptStoreException("an entry of " + bytes.length + " bytes has a wrong check sum");
        }
        try (DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(bytes, CHECK_SUM, bytes.length - CHECK_SUM))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new FailStoreException("an entry has version " + version + ", this process reads version "
                        + VERSION + "; use the release that wrote it, or a newer one");
            }
            return reading.from(in);
        } catch (IOException | RuntimeException e) {
            if (e instanceof FailStoreException known) {
                throw known;
            }
            throw new CorruptStoreException("an entry of " + bytes.length + " bytes cannot be read", e);
        }
    }

    private static int checkSum(byte[] sealed) {
        CRC32C sum = new CRC32C();
        sum.update(sealed, CHECK_SUM, sealed.length - CHECK_SUM);
        return (int) sum.getValue();
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a length of " + length);
        }
        return in.readNBytes(length);
    }
}
