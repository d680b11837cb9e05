package io.duestream.tracker.core;

import io.duestream.job.Bytes;
import io.duestream.job.Encoded;
import io.duestream.job.Immediate;
import io.duestream.job.JobDefinition;
import io.duestream.job.Trigger;
import io.duestream.record.report.DoubtReason;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a value of any record type, with fire 1 and shard 0 where it names any. */
final class Samples {
    private static final Map<Class<?>, Object> PLAIN = Map.of(
            long.class,
            1L,
            int.class,
            0,
            boolean.class,
            false,
            String.class,
            "x",
            Instant.class,
            Instant.parse("2027-01-01T00:00:00Z"),
            Optional.class,
            Optional.empty(),
            List.class,
            List.of(),
            Bytes.class,
            Bytes.empty(),
            Encoded.class,
            Encoded.of(JobDefinition.builder().build()),
            DoubtReason.class,
            DoubtReason.RUN_TIMEOUT);

    private Samples() {}

    static <T> List<T> ofPermitted(Class<T> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .map(type -> sealed.cast(of(type)))
                .toList();
    }

    static Object of(Class<?> type) {
        if (PLAIN.containsKey(type)) {
            return PLAIN.get(type);
        } else if (type == Trigger.class) {
            return new Immediate();
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        } else if (type.isRecord()) {
            return record(type);
        }
        throw new IllegalArgumentException("no sample of " + type + "; add one");
    }

    private static Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(types).map(Samples::of).toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }
}
