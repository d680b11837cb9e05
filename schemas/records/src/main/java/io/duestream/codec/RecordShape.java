package io.duestream.codec;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.ResolvingDecoder;

/** A Java record in an Avro record: components and fields are matched by name. */
final class RecordShape implements Shape {
    private static final int GONE = -1;

    private final String name;
    private final RecordForm form;
    private final RecordComponent[] components;
    private final FieldShape[] fields;

    RecordShape(Class<?> type, Schema schema, Shapes all) {
        this.name = type.getSimpleName();
        this.form = RecordForm.of(type);
        this.components = type.getRecordComponents();
        List<Schema.Field> written = schema.getFields();
        this.fields = new FieldShape[written.size()];
        for (Schema.Field field : written) {
            fields[field.pos()] = field(type, field, all);
        }
        if (!all.areOlder() && fields.length != components.length) {
            throw new IllegalStateException(type + " has " + components.length + " components and its schema "
                    + fields.length + " fields; they must match");
        }
    }

    private FieldShape field(Class<?> type, Schema.Field field, Shapes all) {
        String path = name + "." + field.name();
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            if (component.getName().equals(field.name())) {
                return new FieldShape(path, i, all.of(path, component.getGenericType(), field.schema()));
            }
        }
        if (all.areOlder() && field.hasDefaultValue()) {
            return new FieldShape(path, GONE, DefaultShape.of(field));
        }
        throw new IllegalStateException(type + " has no component for the field " + path);
    }

    @Override
    public void write(Object value, ArrayEncoder out) {
        Object[] parts = form.apart(value);
        for (FieldShape field : fields) {
            field.write(parts, out);
        }
    }

    @Override
    public Object read(Decoder in) throws IOException {
        Object[] parts = new Object[components.length];
        if (in instanceof ResolvingDecoder resolving) {
            for (Schema.Field field : resolving.readFieldOrder()) {
                read(fields[field.pos()], parts, in);
            }
        } else {
            for (FieldShape field : fields) {
                read(field, parts, in);
            }
        }
        return form.together(parts);
    }

    private static void read(FieldShape field, Object[] parts, Decoder in) throws IOException {
        parts[field.component()] = field.shape().read(in);
    }

    /** A field and the component it holds, which may be gone. */
    private record FieldShape(String path, int component, Shape shape) {
        void write(Object[] parts, ArrayEncoder out) {
            Object value = component == GONE ? null : parts[component];
            if (value == null && component != GONE) {
                throw new NullPointerException(path + " is null; an absent value is an empty Optional");
            }
            shape.write(value, out);
        }
    }
}
