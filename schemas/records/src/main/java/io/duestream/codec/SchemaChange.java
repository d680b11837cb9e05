package io.duestream.codec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/**
 * Tells what a change of a schema breaks. Two versions of a record live side by side on a topic: during a rolling upgrade,
 * and for as long as the topic keeps records. So each must read what the other wrote, and agree on what Avro does not look
 * at: bounds, units and logical types.
 *
 * <p>A new kind, which is a record that joins a union or a symbol that joins an enum, breaks nothing: the codec refuses to
 * write it until {@link WriteVersion} is raised, and that is done when every node reads it.
 */
public final class SchemaChange {
    private static final List<String> MEANINGS =
            List.of("maxLength", "maxItems", "maxKeyLength", "unit", "logicalType");

    private final List<String> problems = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private SchemaChange() {}

    /**
     * What breaks when nodes with both versions share a topic; empty if nothing does.
     *
     * @param older one version of a record
     * @param newer another version of the same record
     * @return for each problem where it is and what to do instead
     */
    public static List<String> problems(Schema older, Schema newer) {
        SchemaChange change = new SchemaChange();
        change.reads("nodes of this version cannot read records of the older one", newer, older);
        // New kinds are not written until every node reads them, so an older node meets none.
        change.reads(
                "nodes of the older version cannot read records of this one",
                older,
                new CommonKinds().of(newer, older));
        change.meaning(older.getName(), older, newer);
        return List.copyOf(change.problems);
    }

    private void reads(String what, Schema reader, Schema writer) {
        for (Incompatibility each : SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()) {
            problems.add(what + ": " + each.getType() + " at " + each.getLocation() + ", " + each.getMessage()
                    + "; only a field with a default can come or go");
        }
    }

    /** Only what both have: what came or went has been judged. */
    private void meaning(String path, Schema older, Schema newer) {
        // Avro reads a string as bytes and a record under another name; its fingerprint and the Java types do not.
        same(path, "type", older.getType(), newer.getType());
        if (older.getType() != newer.getType()) {
            return;
        }
        if (older.getType() != Schema.Type.UNION) {
            same(path, "name", older.getFullName(), newer.getFullName());
        }
        for (String name : MEANINGS) {
            same(path, name, older.getObjectProp(name), newer.getObjectProp(name));
        }
        switch (older.getType()) {
            case RECORD -> fields(older, newer);
            case ARRAY -> meaning(path + "[]", older.getElementType(), newer.getElementType());
            case MAP -> meaning(path + "{}", older.getValueType(), newer.getValueType());
            case UNION -> branches(path, older.getTypes(), newer.getTypes());
            default -> {}
        }
    }

    private void same(String path, String what, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            problems.add(path + ": " + what + " was " + before + " and is " + after
                    + "; nodes of the two versions would not agree on it: add another field instead");
        }
    }

    private void fields(Schema older, Schema newer) {
        if (seen.add(older.getFullName())) {
            for (Schema.Field field : older.getFields()) {
                Schema.Field now = newer.getField(field.name());
                if (now != null) {
                    meaning(older.getName() + "." + field.name(), field.schema(), now.schema());
                }
            }
        }
    }

    private void branches(String path, List<Schema> older, List<Schema> newer) {
        for (Schema branch : older) {
            newer.stream()
                    .filter(each -> each.getFullName().equals(branch.getFullName()))
                    .findFirst()
                    .ifPresent(each -> meaning(path, branch, each));
        }
    }
}
