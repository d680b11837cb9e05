package io.duestream.cli.bench;

import io.duestream.codec.SchemaCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** Reads a single field of encoded records: who reads shares the machine with what is measured. For one thread. */
final class FieldReader {
    private static final int HEADER = 10;

    private final String record;
    private final String field;
    private final long fingerprint;
    private final GenericDatumReader<GenericRecord> reader;
    private BinaryDecoder decoder;
    private GenericRecord reused;

    /** Of a field, as it is written. */
    static FieldReader of(String record, String field) {
        return new FieldReader(record, field, written(record).getField(field).schema());
    }

    /** Of a field that is a union of records, of which only the name is read. */
    static FieldReader ofKind(String record, String field) {
        List<Schema> names = written(record).getField(field).schema().getTypes().stream()
                .map(each -> Schema.createRecord(each.getName(), "", each.getNamespace(), false, List.of()))
                .toList();
        return new FieldReader(record, field, Schema.createUnion(names));
    }

    private FieldReader(String record, String field, Schema type) {
        Schema written = written(record);
        Schema wanted = Schema.createRecord(written.getName(), "", written.getNamespace(), false);
        wanted.setFields(List.of(new Schema.Field(field, type)));
        this.record = record;
        this.field = field;
        this.fingerprint = SchemaNormalization.parsingFingerprint64(written);
        this.reader = new GenericDatumReader<>(written, wanted);
    }

    private static Schema written(String record) {
        return SchemaCatalogue.contract().current(record);
    }

    /** Whether a record is written with this version of its schema; no other can be read. */
    boolean reads(byte[] value) {
        return fingerprint(value) == fingerprint;
    }

    /** The field of a record; valid until the next call. */
    Object read(byte[] value) {
        try {
            decoder = DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, decoder);
            reused = reader.read(reused, decoder);
            return reused.get(field);
        } catch (IOException e) {
            throw new UncheckedIOException("the " + field + " of a record " + record + " could not be read", e);
        }
    }

    private static long fingerprint(byte[] value) {
        long read = 0;
        for (int i = HEADER - 1; i >= 2 && value.length >= HEADER; i--) {
            read = read << 8 | value[i] & 0xFF;
        }
        return read;
    }
}
