package io.duestream.docs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/** The fields of an envelope, and then of the records and enums in it that no earlier envelope has shown. */
final class FieldTables {
    private final Map<String, Schema> parts = new TreeMap<>();
    private final StringBuilder page = new StringBuilder();

    void envelope(String topic, Schema schema) {
        page.append("\n## ").append(schema.getName()).append("\n\n");
        page.append(schema.getDoc())
                .append(" On `")
                .append(topic)
                .append("`.\n\n")
                .append(fields(schema));
    }

    /** The tables of all envelopes, and after them those of their parts. */
    String text() {
        StringBuilder text = new StringBuilder(page).append("\n# Parts\n");
        parts.forEach((name, schema) -> {
            text.append("\n## ")
                    .append(name)
                    .append("\n\n")
                    .append(schema.getDoc())
                    .append('\n');
            if (schema.getType() == Schema.Type.ENUM) {
                text.append("\nOne of `")
                        .append(String.join("`, `", schema.getEnumSymbols()))
                        .append("`.\n");
            } else if (!schema.getFields().isEmpty()) {
                text.append('\n').append(fields(schema));
            }
        });
        return text.toString();
    }

    private Table fields(Schema record) {
        Table table = new Table("field", "type", "bound", "default", "meaning");
        for (Schema.Field field : record.getFields()) {
            table.row(
                    "`" + field.name() + "`",
                    type(field.schema()),
                    String.join(", ", bounds(field.schema())),
                    field.hasDefaultValue() ? defaultOf(field) : "",
                    field.doc());
        }
        return table;
    }

    private String type(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM -> link(schema);
            case ARRAY -> "list of " + type(schema.getElementType());
            case MAP -> "map to " + type(schema.getValueType());
            case LONG -> {
                boolean time = "timestamp-millis".equals(schema.getProp("logicalType"));
                yield time ? "time" : schema.getProp("unit") == null ? "long" : "span";
            }
            case UNION -> {
                List<Schema> branches = schema.getTypes();
                yield schema.isNullable()
                        ? "optional " + type(branches.get(1))
                        : "one of " + branches.stream().map(this::link).collect(Collectors.joining(", "));
            }
            default -> schema.getType().getName();
        };
    }

    private String link(Schema schema) {
        if (parts.putIfAbsent(schema.getName(), schema) == null && schema.getType() == Schema.Type.RECORD) {
            schema.getFields().forEach(field -> type(field.schema()));
        }
        return "[" + schema.getName() + "](#" + schema.getName().toLowerCase(Locale.ROOT) + ")";
    }

    private static List<String> bounds(Schema schema) {
        List<String> bounds = new ArrayList<>();
        Map<String, String> words = new LinkedHashMap<>();
        words.put("maxItems", "%,d items");
        words.put("maxKeyLength", "names of %,d characters");
        words.put("maxLength", schema.getType() == Schema.Type.BYTES ? "%,d bytes" : "%,d characters");
        words.forEach((name, text) -> {
            if (schema.getObjectProp(name) instanceof Integer bound) {
                bounds.add(String.format(Locale.ROOT, text, bound));
            }
        });
        switch (schema.getType()) {
            case ARRAY -> each(bounds, schema.getElementType());
            case MAP -> each(bounds, schema.getValueType());
            case UNION -> {
                if (schema.isNullable()) {
                    bounds.addAll(bounds(schema.getTypes().get(1)));
                }
            }
            default -> {}
        }
        return bounds;
    }

    private static void each(List<String> bounds, Schema item) {
        bounds(item).forEach(bound -> bounds.add("each " + bound));
    }

    /** As JSON writes it; the default of a record is the default of each of its fields. */
    private static String defaultOf(Schema.Field field) {
        Object value = field.defaultVal();
        if (value instanceof Map<?, ?> map) {
            boolean family = field.schema().getType() == Schema.Type.UNION;
            return family ? field.schema().getTypes().get(0).getName() : map.isEmpty() ? "empty" : "its defaults";
        }
        if (value instanceof List<?> || value instanceof byte[] || value instanceof String text && text.isEmpty()) {
            return "empty";
        }
        return value == JsonProperties.NULL_VALUE ? "absent" : "`" + value + "`";
    }
}
