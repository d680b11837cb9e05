package io.duestream.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.ResolvingDecoder;

/** A Java record in an Avro record: components and fields are matched by name. */
final class RecordShape implements Shape {
    private final String name;
    private final MethodHandle constructor;
    private final RecordComponent[] components;
    private final FieldShape[] fields;

    RecordShape(Class<?> type, Schema schema, Shapes all) {
        this.name = type.getSimpleName();
        this.components = type.getRecordComponents();
        List<Schema.Field> written = schema.getFields();
        this.fields = new FieldShape[written.size()];
        try {
            this.constructor = constructor(type);
            for (Schema.Field field : written) {
                fields[field.pos()] = field(type, field, all);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be bound to its schema", e);
        }
        if (!all.areOlder() && fields.length != components.length) {
            throw new IllegalStateException(type + " has " + components.length + " components and its schema "
                    + fields.length + " fields; they must match");
        }
    }

    private MethodHandle constructor(Class<?> type) throws ReflectiveOperationException {
        MethodType signature = MethodType.methodType(void.class);
        for (RecordComponent component : components) {
            signature = signature.appendParameterTypes(component.getType());
        }
        return MethodHandles.publicLookup()
                .findConstructor(type, signature)
                .asSpreader(Object[].class, components.length)
                .asType(MethodType.methodType(Object.class, Object[].class));
    }

    private FieldShape field(Class<?> type, Schema.Field field, Shapes all) throws ReflectiveOperationException {
        String path = name + "." + field.name();
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            if (component.getName().equals(field.name())) {
                MethodHandle accessor = MethodHandles.publicLookup()
                        .unreflect(component.getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
                return new FieldShape(path, i, accessor, all.of(path, component.getGenericType(), field.schema()));
            }
        }
        if (all.areOlder() && field.hasDefaultValue()) {
            return new FieldShape(path, -1, null, DefaultShape.of(field));
        }
        throw new IllegalStateException(type + " has no component for the field " + path);
    }

    @Override
    public void write(Object value, Encoder out) throws IOException {
        for (FieldShape field : fields) {
            field.write(value, out);
        }
    }

    @Override
    public Object read(Decoder in) throws IOException {
        Object[] values = new Object[components.length];
        if (in instanceof ResolvingDecoder resolving) {
            for (Schema.Field field : resolving.readFieldOrder()) {
                read(fields[field.pos()], values, in);
            }
        } else {
            for (FieldShape field : fields) {
                read(field, values, in);
            }
        }
        return create(values);
    }

    private static void read(FieldShape field, Object[] values, Decoder in) throws IOException {
        values[field.component()] = field.shape().read(in);
    }

    private Object create(Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(name + " threw a checked exception", e);
        }
    }

    /** A field and the component it holds; the accessor is null where the component is gone. */
    private record FieldShape(String path, int component, MethodHandle accessor, Shape shape) {
        void write(Object record, Encoder out) throws IOException {
            Object value = accessor == null ? null : get(record);
            if (value == null && accessor != null) {
                throw new NullPointerException(path + " is null; an absent value is an empty Optional");
            }
            shape.write(value, out);
        }

        private Object get(Object record) {
            try {
                return (Object) accessor.invokeExact(record);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(path + " threw a checked exception", e);
            }
        }
    }
}
