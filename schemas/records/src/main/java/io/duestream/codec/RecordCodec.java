package io.duestream.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.ResolvingDecoder;

/**
 * Encodes and decodes one record type in Avro single-object encoding: two marker bytes, the CRC-64-AVRO fingerprint of
 * the writer's schema in little-endian order, then the record.
 *
 * @param <T> a record of the contract
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#single-object-encoding">Avro, single-object encoding</a>
 */
public final class RecordCodec<T> {
    private static final int HEADER = 10;
    private static final byte CONFLUENT = 0;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** One for each thread: allocating it for each record would cost more than encoding does. */
    private static final ThreadLocal<ArrayEncoder> ENCODERS = ThreadLocal.withInitial(ArrayEncoder::new);

    private final Class<T> type;
    private final Shape reader;
    private final Shape writer;
    private final Schema current;
    private final byte[] header;
    private final Map<Long, Schema> known = new HashMap<>();
    private final long currentFingerprint;
    private final ThreadLocal<Map<Long, ResolvingDecoder>> resolvers = ThreadLocal.withInitial(HashMap::new);

    private RecordCodec(Class<T> type, SchemaCatalogue catalogue, OptionalInt writeVersion, Shapes readers) {
        this.type = type;
        String name = type.getSimpleName();
        this.current = catalogue.current(name);
        this.currentFingerprint = SchemaNormalization.parsingFingerprint64(current);
        this.reader = readers.record(type, current);
        known.put(currentFingerprint, current);
        List<Schema> released = catalogue.released(name);
        for (Schema schema : released) {
            known.put(SchemaNormalization.parsingFingerprint64(schema), schema);
        }
        Schema written = writeVersion.isEmpty() ? current : version(released, writeVersion.getAsInt(), name);
        long fingerprint = SchemaNormalization.parsingFingerprint64(written);
        Shapes writers = fingerprint == currentFingerprint ? Shapes.current() : Shapes.older();
        this.writer = writers.record(type, written);
        this.header = header(fingerprint);
    }

    private static Schema version(List<Schema> released, int version, String name) {
        if (version < 1 || version > released.size()) {
            throw new IllegalArgumentException(
                    "records.write.version is " + version + "; " + name + " has the versions 1 to " + released.size());
        }
        return released.get(version - 1);
    }

    /** The codec of a record of the contract, writing the version of this process. */
    public static <T> RecordCodec<T> of(Class<T> type) {
        return of(type, SchemaCatalogue.contract());
    }

    /**
     * A codec that reads values of any size and a hundred times as many items as are allowed, for who wants to tell a
     * sender what is too large instead of reading nothing at all. All else is checked as ever, and what it writes keeps
     * the bounds.
     */
    public static <T> RecordCodec<T> lenient(Class<T> type) {
        return new RecordCodec<>(type, SchemaCatalogue.contract(), WriteVersion.forCodec(), Shapes.lenient());
    }

    /**
     * The codec of a record of the contract, writing a released version, so that older nodes can read it.
     *
     * @param writeVersion a released version, from 1
     * @throws IllegalArgumentException if there is no such version
     */
    public static <T> RecordCodec<T> of(Class<T> type, int writeVersion) {
        return of(type, SchemaCatalogue.contract(), writeVersion);
    }

    /** The codec of a record whose schema stands in another catalogue, such as a state store's. */
    public static <T> RecordCodec<T> of(Class<T> type, SchemaCatalogue catalogue) {
        return new RecordCodec<>(type, catalogue, WriteVersion.forCodec(), Shapes.current());
    }

    /**
     * The codec of a record of another catalogue, writing a released version.
     *
     * @param writeVersion a released version, from 1
     * @throws IllegalArgumentException if there is no such version
     */
    public static <T> RecordCodec<T> of(Class<T> type, SchemaCatalogue catalogue, int writeVersion) {
        return new RecordCodec<>(type, catalogue, OptionalInt.of(writeVersion), Shapes.current());
    }

    /** The record type. */
    public Class<T> type() {
        return type;
    }

    /**
     * Encodes a record.
     *
     * @throws BoundExceededException if a value is larger than the contract allows
     * @throws IllegalArgumentException if a value does not exist in the version that is written
     * @throws NullPointerException if a value is null; the message names it
     */
    public byte[] encode(T record) {
        Objects.requireNonNull(record, "record");
        ArrayEncoder out = ENCODERS.get();
        out.restart();
        out.writeRaw(header);
        writer.write(record, out);
        return out.written();
    }

    /** Whether the schema is known that the bytes say they were written with; false for what is no record at all. */
    public boolean knows(byte[] bytes) {
        return singleObject(bytes) && known.containsKey(fingerprint(bytes));
    }

    /**
     * Whether the bytes say that they were written with a schema that no record of the contract has here: most likely by a
     * newer node. Such a record waits for an upgrade wherever it stands.
     */
    public static boolean newer(byte[] bytes) {
        return singleObject(bytes)
                && ContractFingerprints.owner(fingerprint(bytes)).isEmpty();
    }

    private static boolean singleObject(byte[] bytes) {
        return bytes != null && bytes.length >= HEADER && bytes[0] == (byte) 0xC3 && bytes[1] == 1;
    }

    /**
     * Decodes a record.
     *
     * @throws MalformedRecordException if the bytes are not such a record, but another one of the contract for example
     * @throws UnknownSchemaException if they were written with a schema this jar does not hold
     */
    public T decode(byte[] bytes) {
        if (bytes == null) {
            throw new MalformedRecordException("the value is missing; a " + type.getSimpleName() + " was expected");
        }
        if (!singleObject(bytes)) {
            throw new MalformedRecordException(describe(bytes));
        }
        long fingerprint = fingerprint(bytes);
        BoundedDecoder in = new BoundedDecoder(bytes, HEADER);
        try {
            Object record = fingerprint == currentFingerprint ? reader.read(in) : resolve(fingerprint, in);
            if (!in.atEnd()) {
                throw new MalformedRecordException(
                        (bytes.length - in.position()) + " bytes follow after the " + type.getSimpleName());
            }
            return type.cast(record);
        } catch (IOException | AvroRuntimeException | NullPointerException | IllegalArgumentException e) {
            throw new MalformedRecordException("not a " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    private Object resolve(long fingerprint, BoundedDecoder in) throws IOException {
        ResolvingDecoder resolving = resolver(fingerprint);
        resolving.configure(in);
        Object record = reader.read(resolving);
        // What the writer put after the last field that is known here is skipped, not left over.
        resolving.drain();
        return record;
    }

    private ResolvingDecoder resolver(long fingerprint) throws IOException {
        Schema written = known.get(fingerprint);
        if (written == null) {
            throw unknown(fingerprint);
        }
        Map<Long, ResolvingDecoder> ofThread = resolvers.get();
        ResolvingDecoder resolver = ofThread.get(fingerprint);
        if (resolver == null) {
            resolver = DecoderFactory.get().resolvingDecoder(written, current, null);
            ofThread.put(fingerprint, resolver);
        }
        return resolver;
    }

    /** A record that is known and stands in the wrong place becomes readable by no upgrade. */
    private RuntimeException unknown(long fingerprint) {
        return ContractFingerprints.owner(fingerprint)
                .<RuntimeException>map(other -> new MalformedRecordException(
                        "it is a " + other + "; a " + type.getSimpleName() + " was expected here"))
                .orElseGet(() -> new UnknownSchemaException(type.getSimpleName(), fingerprint));
    }

    private String describe(byte[] bytes) {
        if (bytes.length > 5 && bytes[0] == CONFLUENT) {
            return "the value begins with 00, the Confluent wire format; this node reads Avro single-object encoding"
                    + " (C3 01, fingerprint, record)";
        }
        return "the value of " + bytes.length + " bytes is not in Avro single-object encoding; a "
                + type.getSimpleName() + " begins with C3 01";
    }

    private static byte[] header(long fingerprint) {
        byte[] header = new byte[HEADER];
        header[0] = (byte) 0xC3;
        header[1] = 1;
        LONG.set(header, 2, fingerprint);
        return header;
    }

    private static long fingerprint(byte[] bytes) {
        return (long) LONG.get(bytes, 2);
    }
}
