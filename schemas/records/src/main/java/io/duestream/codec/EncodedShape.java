package io.duestream.codec;

import io.duestream.job.Bytes;
import io.duestream.job.Encoded;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.Decoder;

/** A nested record that keeps the bytes it was read from, and is written by copying them where the schema is the same. */
final class EncodedShape implements Shape {
    private final RecordShape record;
    private final long fingerprint;

    EncodedShape(RecordShape record, Schema schema) {
        this.record = record;
        this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
    }

    @Override
    public void write(Object value, ArrayEncoder out) {
        Encoded<?> encoded = (Encoded<?>) value;
        Optional<Bytes> bytes = encoded.bytes(fingerprint);
        if (bytes.isPresent()) {
            out.writeRaw(bytes.get());
        } else {
            record.write(encoded.value(), out);
        }
    }

    @Override
    public Object read(Decoder in) throws IOException {
        if (in instanceof BoundedDecoder direct) {
            int from = direct.position();
            Object value = record.read(in);
            return Encoded.of(value, Bytes.of(direct.source(), from, direct.position()), fingerprint);
        }
        return Encoded.of(record.read(in));
    }
}
