package io.duestream.codec;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.ResolvingDecoder;

/** A Java record in an Avro record: components and fields are matched by name. */
final class RecordShape implements Shape {
    private final String name;
    private final MethodHandle constructor;
    private final int arity;
    private final int[] componentOfField;
    private final MethodHandle[] accessors;
    private final Shape[] shapes;

    RecordShape(Class<?> type, Schema schema, Shapes all) {
        this.name = type.getSimpleName();
        RecordComponent[] components = type.getRecordComponents();
        List<Schema.Field> fields = schema.getFields();
        this.arity = components.length;
        this.componentOfField = new int[fields.size()];
        this.accessors = new MethodHandle[fields.size()];
        this.shapes = new Shape[fields.size()];
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodType signature = MethodType.methodType(void.class);
            for (RecordComponent component : components) {
                signature = signature.appendParameterTypes(component.getType());
            }
            this.constructor = lookup.findConstructor(type, signature)
                    .asSpreader(Object[].class, arity)
                    .asType(MethodType.methodType(Object.class, Object[].class));
            for (Schema.Field field : fields) {
                int at = field.pos();
                componentOfField[at] = find(components, field.name(), schema);
                RecordComponent component = components[componentOfField[at]];
                accessors[at] = lookup.unreflect(component.getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
                Type componentType = component.getGenericType();
                shapes[at] = all.of(name + "." + field.name(), componentType, field.schema());
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be bound to its schema", e);
        }
        if (fields.size() != arity) {
            throw new IllegalStateException(type + " has " + arity + " components and its schema " + fields.size()
                    + " fields; they must match");
        }
    }

    private static int find(RecordComponent[] components, String field, Schema schema) {
        for (int i = 0; i < components.length; i++) {
            if (components[i].getName().equals(field)) {
                return i;
            }
        }
        throw new IllegalStateException("no record component for the field " + schema.getName() + "." + field);
    }

    @Override
    public void write(Object value, Encoder out) throws IOException {
        for (int i = 0; i < shapes.length; i++) {
            shapes[i].write(get(accessors[i], value), out);
        }
    }

    @Override
    public Object read(Decoder in) throws IOException {
        Object[] values = new Object[arity];
        if (in instanceof ResolvingDecoder resolving) {
            for (Schema.Field field : resolving.readFieldOrder()) {
                values[componentOfField[field.pos()]] = shapes[field.pos()].read(in);
            }
        } else {
            for (int i = 0; i < shapes.length; i++) {
                values[componentOfField[i]] = shapes[i].read(in);
            }
        }
        return create(values);
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

    private static Object get(MethodHandle accessor, Object value) {
        try {
            return (Object) accessor.invokeExact(value);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("an accessor threw a checked exception", e);
        }
    }
}
