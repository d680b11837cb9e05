package io.duestream.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** What {@link RecordForm} copies for each record type; the handles are the data of the copy. Never used itself. */
final class BoundForm extends RecordForm {
    private static final MethodHandle APART = handle(0);
    private static final MethodHandle TOGETHER = handle(1);

    BoundForm() {}

    private static MethodHandle handle(int index) {
        try {
            return MethodHandles.classDataAt(MethodHandles.lookup(), "_", MethodHandle.class, index);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    Object[] apart(Object record) {
        try {
            return (Object[]) APART.invokeExact(record);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("an accessor threw a checked exception", e);
        }
    }

    @Override
    Object together(Object[] parts) {
        try {
            return (Object) TOGETHER.invokeExact(parts);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a constructor threw a checked exception", e);
        }
    }
}
