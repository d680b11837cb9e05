package io.duestream.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.EncoderFactory;

/** A field that no component fills any more: its default is written for nodes that still expect it. */
record DefaultShape(byte[] encoded) implements Shape {
    static DefaultShape of(Schema.Field field) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<>(field.schema()).write(GenericData.get().getDefaultValue(field), out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return new DefaultShape(bytes.toByteArray());
    }

    @Override
    public void write(Object value, ArrayEncoder out) {
        out.writeRaw(encoded);
    }

    @Override
    public Object read(Decoder in) {
        throw new UnsupportedOperationException("older versions are only written");
    }
}
