package io.duestream.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * Takes records of one type apart and puts them together. A method handle that is no constant to the compiler is never
 * inlined; so each type has a hidden class of its own, a copy of {@link BoundForm}, in which its handles are constants. That
 * is as fast as code written by hand, without a generator or a library that makes bytecode.
 */
abstract class RecordForm {
    private static final ClassValue<RecordForm> FORMS = new ClassValue<>() {
        @Override
        protected RecordForm computeValue(Class<?> type) {
            return bind(type);
        }
    };

    private static final byte[] TEMPLATE = template();

    /** The form of a record type; one for all codecs. */
    static RecordForm of(Class<?> type) {
        return FORMS.get(type);
    }

    /** The values of the components, in their order. */
    abstract Object[] apart(Object record);

    /** The record of these components, in their order. */
    abstract Object together(Object[] parts);

    private static RecordForm bind(Class<?> type) {
        try {
            return (RecordForm) MethodHandles.lookup()
                    .defineHiddenClassWithClassData(TEMPLATE, List.of(apart(type), together(type)), true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(type + " cannot be bound", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be bound", e);
        }
    }

    private static MethodHandle apart(Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        MethodHandle[] accessors = new MethodHandle[components.length];
        for (int i = 0; i < accessors.length; i++) {
            accessors[i] = MethodHandles.publicLookup()
                    .unreflect(components[i].getAccessor())
                    .asType(MethodType.methodType(Object.class, Object.class));
        }
        MethodHandle array = MethodHandles.identity(Object[].class).asCollector(Object[].class, accessors.length);
        return MethodHandles.permuteArguments(
                MethodHandles.filterArguments(array, 0, accessors),
                MethodType.methodType(Object[].class, Object.class),
                new int[accessors.length]);
    }

    private static MethodHandle together(Class<?> type) throws ReflectiveOperationException {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        return MethodHandles.publicLookup()
                .findConstructor(type, MethodType.methodType(void.class, types))
                .asSpreader(Object[].class, types.length)
                .asType(MethodType.methodType(Object.class, Object[].class));
    }

    private static byte[] template() {
        try (InputStream in = RecordForm.class.getResourceAsStream("BoundForm.class")) {
            if (in == null) {
                throw new IllegalStateException("BoundForm.class is not on the class path beside RecordForm.class");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("BoundForm.class cannot be read", e);
        }
    }
}
