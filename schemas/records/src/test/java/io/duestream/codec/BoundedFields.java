package io.duestream.codec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/** Every bound that the schemas state, found by walking them. */
final class BoundedFields {
    /** What a bound limits. */
    enum Kind {
        TEXT,
        BYTES,
        LIST,
        LIST_ITEM,
        MAP,
        MAP_KEY,
        MAP_VALUE
    }

    /**
     * One bound.
     *
     * @param envelope where it was met
     * @param on simple names of the family members on the way to it
     * @param record simple name of the record that has the field
     */
    record Bounded(Class<?> envelope, Set<String> on, String record, Schema.Field field, Kind kind, int bound) {
        String path() {
            return record + "." + field.name();
        }

        @Override
        public String toString() {
            return path() + " " + kind + " of " + envelope.getSimpleName();
        }
    }

    private final Class<?> envelope;
    private final Set<String> seen = new HashSet<>();
    private final List<Bounded> found = new ArrayList<>();

    private BoundedFields(Class<?> envelope) {
        this.envelope = envelope;
    }

    static List<Bounded> of(Class<?> envelope) {
        BoundedFields fields = new BoundedFields(envelope);
        fields.record(SchemaCatalogue.contract().current(envelope.getSimpleName()), Set.of());
        return fields.found;
    }

    private void record(Schema schema, Set<String> on) {
        if (seen.add(schema.getName())) {
            schema.getFields().forEach(field -> value(schema, field, field.schema(), on));
        }
    }

    private void value(Schema record, Schema.Field field, Schema schema, Set<String> on) {
        switch (schema.getType()) {
            case RECORD -> record(schema, on);
            case UNION ->
                schema.getTypes()
                        .forEach(branch -> value(
                                record,
                                field,
                                branch,
                                branch.getType() == Schema.Type.RECORD ? with(on, branch.getName()) : on));
            case STRING -> add(record, field, Kind.TEXT, schema, "maxLength", on);
            case BYTES -> add(record, field, Kind.BYTES, schema, "maxLength", on);
            case ARRAY -> {
                add(record, field, Kind.LIST, schema, "maxItems", on);
                if (schema.getElementType().getType() == Schema.Type.STRING) {
                    add(record, field, Kind.LIST_ITEM, schema.getElementType(), "maxLength", on);
                } else {
                    value(record, field, schema.getElementType(), on);
                }
            }
            case MAP -> {
                add(record, field, Kind.MAP, schema, "maxItems", on);
                add(record, field, Kind.MAP_KEY, schema, "maxKeyLength", on);
                add(record, field, Kind.MAP_VALUE, schema.getValueType(), "maxLength", on);
            }
            default -> {}
        }
    }

    private void add(Schema record, Schema.Field field, Kind kind, Schema schema, String bound, Set<String> on) {
        found.add(new Bounded(envelope, on, record.getName(), field, kind, (Integer) schema.getObjectProp(bound)));
    }

    private static Set<String> with(Set<String> some, String one) {
        Set<String> all = new HashSet<>(some);
        all.add(one);
        return all;
    }
}
