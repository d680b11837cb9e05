package io.duestream.codec;

import java.io.IOException;
import org.apache.avro.io.Decoder;

/** How values of one Java type stand in one Avro schema. Built once for a schema, then used for every record. */
interface Shape {
    void write(Object value, ArrayEncoder out);

    /** Reads what {@link #write} wrote; bounds are checked. */
    Object read(Decoder in) throws IOException;
}
