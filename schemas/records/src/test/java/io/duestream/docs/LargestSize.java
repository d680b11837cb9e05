package io.duestream.docs;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** The most bytes that a value of a schema can take in Avro binary, every text and collection at its bound. */
final class LargestSize {
    /** A UTF-16 unit takes up to three bytes in UTF-8. */
    private static final int BYTES_A_CHARACTER = 3;
    /** A foreign writer may put each item in a block of its own: a count, and a size in bytes of up to four. */
    private static final int BYTES_A_BLOCK = 5;

    private static final int END_OF_BLOCKS = 1;

    private LargestSize() {}

    static long of(Schema schema) {
        return of(schema, Map.of());
    }

    /**
     * The same, knowing more of some fields.
     *
     * @param known most bytes of fields of this record, by name
     */
    static long of(Schema schema, Map<String, Long> known) {
        return switch (schema.getType()) {
            case NULL -> 0;
            case BOOLEAN -> 1;
            case INT -> 5;
            case LONG -> 10;
            case DOUBLE -> 8;
            case ENUM -> number(schema.getEnumSymbols().size());
            case STRING -> text(bound(schema, "maxLength") * BYTES_A_CHARACTER);
            case BYTES -> text(bound(schema, "maxLength"));
            case ARRAY -> blocks(bound(schema, "maxItems"), of(schema.getElementType()));
            case MAP -> {
                long key = text(bound(schema, "maxKeyLength") * BYTES_A_CHARACTER);
                yield blocks(bound(schema, "maxItems"), key + of(schema.getValueType()));
            }
            case UNION -> union(schema.getTypes());
            case RECORD -> {
                long sum = 0;
                for (Schema.Field field : schema.getFields()) {
                    Long size = known.get(field.name());
                    sum += size == null ? of(field.schema()) : size;
                }
                yield sum;
            }
            default -> throw new IllegalStateException("the contract holds no " + schema.getType());
        };
    }

    /** A text of so many bytes, with its length. */
    static long text(long bytes) {
        return number(bytes) + bytes;
    }

    private static long union(List<Schema> branches) {
        return number(branches.size())
                + branches.stream().mapToLong(LargestSize::of).max().orElseThrow();
    }

    private static long blocks(long items, long item) {
        return items * (item + BYTES_A_BLOCK) + END_OF_BLOCKS;
    }

    private static long number(long most) {
        long bytes = 1;
        for (long rest = most << 1; rest > 127; rest >>>= 7) {
            bytes++;
        }
        return bytes;
    }

    private static long bound(Schema schema, String name) {
        return ((Integer) schema.getObjectProp(name)).longValue();
    }
}
