package io.duestream.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/** A newer version of a schema less the kinds that joined it: the records of unions and symbols of enums that it has won. */
final class CommonKinds {
    private final Map<String, Schema> records = new HashMap<>();

    CommonKinds() {}

    /** What of {@code newer} may stand in a record while the older version is still read. */
    Schema of(Schema newer, Schema older) {
        if (newer.getType() != older.getType()) {
            return newer;
        }
        return switch (newer.getType()) {
            case RECORD -> record(newer, older);
            case ENUM -> symbols(newer, older);
            case UNION -> branches(newer, older);
            case ARRAY -> Schema.createArray(of(newer.getElementType(), older.getElementType()));
            case MAP -> Schema.createMap(of(newer.getValueType(), older.getValueType()));
            default -> newer;
        };
    }

    private Schema record(Schema newer, Schema older) {
        Schema known = records.get(newer.getFullName());
        if (known != null) {
            return known;
        }
        Schema common = Schema.createRecord(newer.getName(), newer.getDoc(), newer.getNamespace(), false);
        records.put(newer.getFullName(), common);
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : newer.getFields()) {
            Schema.Field before = older.getField(field.name());
            fields.add(new Schema.Field(field, before == null ? field.schema() : of(field.schema(), before.schema())));
        }
        common.setFields(fields);
        return common;
    }

    private static Schema symbols(Schema newer, Schema older) {
        List<String> common =
                newer.getEnumSymbols().stream().filter(older::hasEnumSymbol).toList();
        return Schema.createEnum(newer.getName(), newer.getDoc(), newer.getNamespace(), common);
    }

    private Schema branches(Schema newer, Schema older) {
        List<Schema> common = new ArrayList<>();
        for (Schema branch : newer.getTypes()) {
            Optional<Schema> before = older.getTypes().stream()
                    .filter(each -> each.getFullName().equals(branch.getFullName()))
                    .findFirst();
            if (before.isPresent()) {
                common.add(of(branch, before.get()));
            } else if (branch.getType() != Schema.Type.RECORD) {
                common.add(branch);
            }
        }
        return Schema.createUnion(common);
    }
}
