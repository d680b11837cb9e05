package io.duestream.codec;

import io.duestream.job.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.apache.avro.io.Decoder;

/** Numbers, texts, bytes, points and spans of time. Times are kept in milliseconds; a smaller part is cut off. */
final class ScalarShapes {
    private ScalarShapes() {}

    record IntShape() implements Shape {
        @Override
        public void write(Object value, ArrayEncoder out) {
            out.writeLong((Integer) value);
        }

        @Override
        public Object read(Decoder in) throws IOException {
            return in.readInt();
        }
    }

    record LongShape() implements Shape {
        @Override
        public void write(Object value, ArrayEncoder out) {
            out.writeLong((Long) value);
        }

        @Override
        public Object read(Decoder in) throws IOException {
            return in.readLong();
        }
    }

    record BooleanShape() implements Shape {
        @Override
        public void write(Object value, ArrayEncoder out) {
            out.writeBoolean((Boolean) value);
        }

        @Override
        public Object read(Decoder in) throws IOException {
            return in.readBoolean();
        }
    }

    record DoubleShape() implements Shape {
        @Override
        public void write(Object value, ArrayEncoder out) {
            out.writeDouble((Double) value);
        }

        @Override
        public Object read(Decoder in) throws IOException {
            return in.readDouble();
        }
    }

    record InstantShape(String path) implements Shape {
        @Override
        public void write(Object value, ArrayEncoder out) {
            try {
                out.writeLong(((Instant) value).toEpochMilli());
            } catch (ArithmeticException e) {
                throw new BoundExceededException(path, value);
            }
        }

        @Override
        public Object read(Decoder in) throws IOException {
            return Instant.ofEpochMilli(in.readLong());
        }
    }

    record DurationShape(String path) implements Shape {
        @Override
        public void write(Object value, ArrayEncoder out) {
            try {
                out.writeLong(((Duration) value).toMillis());
            } catch (ArithmeticException e) {
                throw new BoundExceededException(path, value);
            }
        }

        @Override
        public Object read(Decoder in) throws IOException {
            return Duration.ofMillis(in.readLong());
        }
    }

    record StringShape(String path, int maxLength) implements Shape {
        @Override
        public void write(Object value, ArrayEncoder out) {
            writeBounded(path, (String) value, maxLength, out);
        }

        @Override
        public Object read(Decoder in) throws IOException {
            return readBounded(path, maxLength, in);
        }
    }

    /** A value that is written as text, such as a job id. */
    record ParsedShape(String path, int maxLength, Function<String, Object> parse) implements Shape {
        @Override
        public void write(Object value, ArrayEncoder out) {
            writeBounded(path, value.toString(), maxLength, out);
        }

        @Override
        public Object read(Decoder in) throws IOException {
            String text = readBounded(path, maxLength, in);
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw new MalformedRecordException(path + ": " + e.getMessage(), e);
            }
        }
    }

    record BytesShape(String path, int maxLength) implements Shape {
        @Override
        public void write(Object value, ArrayEncoder out) {
            Bytes bytes = (Bytes) value;
            if (bytes.length() > maxLength) {
                throw new BoundExceededException(path, "bytes", bytes.length(), maxLength);
            }
            out.writeBytes(bytes);
        }

        @Override
        public Object read(Decoder in) throws IOException {
            if (in instanceof BoundedDecoder direct) {
                Bytes content = direct.readContent();
                CollectionShapes.refuseMore(path, content.length(), maxLength);
                return content;
            }
            ByteBuffer buffer = in.readBytes(null);
            CollectionShapes.refuseMore(path, buffer.remaining(), maxLength);
            byte[] content = new byte[buffer.remaining()];
            buffer.get(content);
            return Bytes.of(content);
        }
    }

    private static void writeBounded(String path, String text, int maxLength, ArrayEncoder out) {
        if (text.length() > maxLength) {
            throw new BoundExceededException(path, "characters", text.length(), maxLength);
        }
        out.writeString(text);
    }

    private static String readBounded(String path, int maxLength, Decoder in) throws IOException {
        String text = in.readString();
        CollectionShapes.refuseMore(path, text.length(), maxLength);
        return text;
    }
}
