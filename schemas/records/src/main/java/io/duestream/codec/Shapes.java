package io.duestream.codec;

import io.duestream.job.Bytes;
import io.duestream.job.Encoded;
import io.duestream.job.JobId;
import io.duestream.job.Token;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Finds the shape of a Java type in a schema, and refuses a pair that does not fit when it is built, not when it is used. */
final class Shapes {
    private static final int LENIENT_ITEMS = 100;

    private final Map<String, RecordShape> records = new HashMap<>();
    private final Kind kind;

    private Shapes(Kind kind) {
        this.kind = kind;
    }

    private enum Kind {
        CURRENT,
        LENIENT,
        OLDER
    }

    /** Shapes of the schema that the Java types were made for: every component has its field. */
    static Shapes current() {
        return new Shapes(Kind.CURRENT);
    }

    /**
     * Like {@link #current()}, but a value may be as large as a record, and hold a hundred times its items: a million
     * of them would cost far more memory than the bytes they stand in. Only for reading.
     */
    static Shapes lenient() {
        return new Shapes(Kind.LENIENT);
    }

    /**
     * Shapes that only write, in a schema older than the Java types: a component that it lacks is left out, a field that
     * is gone since is written as its default.
     */
    static Shapes older() {
        return new Shapes(Kind.OLDER);
    }

    /** Whether these are shapes of an older schema. */
    boolean areOlder() {
        return kind == Kind.OLDER;
    }

    RecordShape record(Class<?> type, Schema schema) {
        RecordShape known = records.get(schema.getFullName());
        if (known == null) {
            known = new RecordShape(type, schema, this);
            records.put(schema.getFullName(), known);
        }
        return known;
    }

    Shape of(String path, Type type, Schema schema) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(path, generic, schema);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord() && schema.getType() == Schema.Type.RECORD) {
            return record(plain, schema);
        }
        if (plain.isSealed() && schema.getType() == Schema.Type.UNION) {
            return new UnionShape(path, plain, schema, this);
        }
        if (plain.isEnum() && schema.getType() == Schema.Type.ENUM) {
            return new EnumShape(path, plain, schema);
        }
        return ofScalar(path, plain, schema);
    }

    private Shape ofGeneric(String path, ParameterizedType type, Schema schema) {
        Type[] arguments = type.getActualTypeArguments();
        Type item = arguments[arguments.length - 1];
        Class<?> raw = (Class<?>) type.getRawType();
        if (raw == Optional.class && schema.getType() == Schema.Type.UNION) {
            return new CollectionShapes.OptionalShape(
                    of(path, item, schema.getTypes().get(1)));
        }
        if (raw == List.class && schema.getType() == Schema.Type.ARRAY) {
            return new CollectionShapes.ListShape(
                    path, of(path + "[]", item, schema.getElementType()), bound(schema, "maxItems"));
        }
        if (raw == Map.class && schema.getType() == Schema.Type.MAP) {
            return new CollectionShapes.MapShape(
                    path,
                    of(path + "{}", item, schema.getValueType()),
                    bound(schema, "maxItems"),
                    bound(schema, "maxKeyLength"));
        }
        if (raw == Encoded.class && schema.getType() == Schema.Type.RECORD) {
            return new EncodedShape(record((Class<?>) item, schema), schema);
        }
        throw unfit(path, type, schema);
    }

    private Shape ofScalar(String path, Class<?> type, Schema schema) {
        return switch (schema.getType()) {
            case STRING -> ofString(path, type, schema);
            case LONG -> ofLong(path, type, schema);
            case INT ->
                require(type == int.class || type == Integer.class, new ScalarShapes.IntShape(), path, type, schema);
            case BOOLEAN ->
                require(
                        type == boolean.class || type == Boolean.class,
                        new ScalarShapes.BooleanShape(),
                        path,
                        type,
                        schema);
            case DOUBLE ->
                require(
                        type == double.class || type == Double.class,
                        new ScalarShapes.DoubleShape(),
                        path,
                        type,
                        schema);
            case BYTES ->
                require(
                        type == Bytes.class,
                        new ScalarShapes.BytesShape(path, bound(schema, "maxLength")),
                        path,
                        type,
                        schema);
            default -> throw unfit(path, type, schema);
        };
    }

    private Shape ofString(String path, Class<?> type, Schema schema) {
        int bound = bound(schema, "maxLength");
        if (type == String.class) {
            return new ScalarShapes.StringShape(path, bound);
        }
        if (type == JobId.class) {
            return new IdShapes.JobIdShape(path, bound);
        }
        if (type == Token.class) {
            return new IdShapes.TokenShape(path, bound);
        }
        throw unfit(path, type, schema);
    }

    private static Shape ofLong(String path, Class<?> type, Schema schema) {
        if (type == long.class || type == Long.class) {
            return new ScalarShapes.LongShape();
        }
        if (type == Instant.class && schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
            return new ScalarShapes.InstantShape(path);
        }
        if (type == Duration.class && "milliseconds".equals(schema.getProp("unit"))) {
            return new ScalarShapes.DurationShape(path);
        }
        throw unfit(path, type, schema);
    }

    private static Shape require(boolean fits, Shape shape, String path, Type type, Schema schema) {
        if (!fits) {
            throw unfit(path, type, schema);
        }
        return shape;
    }

    private int bound(Schema schema, String name) {
        if (schema.getObjectProp(name) instanceof Integer bound) {
            return kind != Kind.LENIENT ? bound : name.equals("maxItems") ? bound * LENIENT_ITEMS : Integer.MAX_VALUE;
        }
        throw new IllegalStateException("schema " + schema + " states no " + name + "; every field has a bound");
    }

    static IllegalStateException unfit(String path, Type type, Schema schema) {
        return new IllegalStateException(path + " of type " + type + " does not fit the schema " + schema);
    }
}
