package io.duestream.codec;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;

/** A sealed interface in an Avro union: its records are the branches, matched by name. */
final class UnionShape implements Shape {
    private final String path;
    private final Map<Class<?>, Integer> branchOf = new HashMap<>();
    private final RecordShape[] branches;

    UnionShape(String path, Class<?> type, Schema schema, Shapes all) {
        this.path = path;
        Map<String, Class<?>> members = new HashMap<>();
        for (Class<?> member : type.getPermittedSubclasses()) {
            members.put(member.getSimpleName(), member);
        }
        List<Schema> types = schema.getTypes();
        this.branches = new RecordShape[types.size()];
        for (int i = 0; i < branches.length; i++) {
            Class<?> member = members.remove(types.get(i).getName());
            if (member == null) {
                throw Shapes.unfit(path, type, types.get(i));
            }
            branches[i] = all.record(member, types.get(i));
            branchOf.put(member, i);
        }
    }

    @Override
    public void write(Object value, ArrayEncoder out) {
        Integer branch = branchOf.get(value.getClass());
        if (branch == null) {
            throw new IllegalArgumentException(
                    path + " of type " + value.getClass().getSimpleName()
                            + " does not exist in the version that is written; raise records.write.version");
        }
        out.writeLong(branch);
        branches[branch].write(value, out);
    }

    @Override
    public Object read(Decoder in) throws IOException {
        int branch = in.readIndex();
        if (branch < 0 || branch >= branches.length) {
            throw new MalformedRecordException(path + " names branch " + branch + " of " + branches.length);
        }
        return branches[branch].read(in);
    }
}
