package io.duestream.tracker.topology;

import io.duestream.codec.RecordCodec;
import io.duestream.codec.SchemaCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/** Writes records as a program does that knows the schema and not the bounds. */
final class Foreign {
    private Foreign() {}

    /** A record with something changed that our own codec would not write. */
    static <T> byte[] record(Class<T> type, T sound, Consumer<GenericRecord> change) {
        GenericData data = GenericData.get();
        Schema schema = SchemaCatalogue.contract().current(type.getSimpleName());
        try {
            GenericRecord generic = new BinaryMessageDecoder<GenericRecord>(data, schema)
                    .decode(RecordCodec.of(type).encode(sound));
            change.accept(generic);
            ByteBuffer bytes = new BinaryMessageEncoder<GenericRecord>(data, schema).encode(generic);
            byte[] written = new byte[bytes.remaining()];
            bytes.get(written);
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The definition of a submission. */
    static GenericRecord definition(GenericRecord command) {
        return (GenericRecord) body(command).get("definition");
    }

    static GenericRecord body(GenericRecord command) {
        return (GenericRecord) command.get("body");
    }
}
