package io.duestream.codec;

import io.duestream.job.Bytes;
import io.duestream.job.Encoded;
import io.duestream.job.JobId;
import io.duestream.job.Token;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Makes values of any record type of the contract, from a seed. Members of sealed families can be asked for, and the value
 * of one component can be given; then everything on the way to it is filled.
 */
final class Samples {
    private static final String[] PIECES = {"a", "Z", "9", "-", " ", "ü", "任", "😀", "~", "\"", "\n"};

    private final Random random;
    private final Set<String> wanted;
    private final Map<String, Object> given;

    private Samples(long seed, Set<String> wanted, Map<String, Object> given) {
        this.random = new Random(seed);
        this.wanted = wanted;
        this.given = given;
    }

    /** A random value. */
    static <T> T random(Class<T> type, long seed) {
        return random(type, seed, Set.of(), Map.of());
    }

    /**
     * A random value.
     *
     * @param wanted simple names of the members taken where a sealed family permits them
     * @param given values by {@code Record.component}
     */
    static <T> T random(Class<T> type, long seed, Set<String> wanted, Map<String, Object> given) {
        return type.cast(new Samples(seed, wanted, given).record(type));
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] signature = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            String path = type.getSimpleName() + "." + components[i].getName();
            signature[i] = components[i].getType();
            Object fixed = given.get(path);
            values[i] = fixed == null ? value(components[i].getGenericType()) : fixed;
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(signature);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }

    private Object value(Type type) {
        return type instanceof ParameterizedType generic ? generic(generic) : plain((Class<?>) type);
    }

    private Object generic(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        Type item = arguments[arguments.length - 1];
        if (raw == Optional.class) {
            return wanted.isEmpty() && random.nextBoolean() ? Optional.empty() : Optional.of(value(item));
        }
        if (raw == Encoded.class) {
            return Encoded.of(value(item));
        }
        int size = random.nextInt(4) + (wanted.isEmpty() ? 0 : 1);
        if (raw == List.class) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                items.add(value(item));
            }
            return items;
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            entries.put(text() + i, value(item));
        }
        return entries;
    }

    private Object plain(Class<?> type) {
        if (type.isEnum()) {
            return pick(type.getEnumConstants());
        }
        if (type.isSealed()) {
            Class<?>[] members = type.getPermittedSubclasses();
            return record(Arrays.stream(members)
                    .filter(each -> wanted.contains(each.getSimpleName()))
                    .findFirst()
                    .orElseGet(() -> pick(members)));
        }
        if (type == JobId.class) {
            return new JobId(random.nextInt(Integer.MAX_VALUE), random.nextLong() & Long.MAX_VALUE);
        }
        if (type == Token.class) {
            return new Token(random.nextLong() & Long.MAX_VALUE, random.nextLong() & Long.MAX_VALUE);
        }
        return type.isRecord() ? record(type) : scalar(type);
    }

    private Object scalar(Class<?> type) {
        if (type == String.class) {
            return text();
        }
        if (type == int.class || type == Integer.class) {
            return (int) number();
        }
        if (type == long.class || type == Long.class) {
            return number();
        }
        if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        }
        if (type == Double.class) {
            return random.nextGaussian();
        }
        if (type == Instant.class) {
            return Instant.ofEpochMilli(number());
        }
        if (type == Duration.class) {
            return Duration.ofMillis(number());
        }
        if (type == Bytes.class) {
            byte[] content = new byte[random.nextInt(40)];
            random.nextBytes(content);
            return Bytes.of(content);
        }
        throw new IllegalStateException("no samples of " + type);
    }

    /** Of any magnitude, so that every encoded length comes up. */
    private long number() {
        return random.nextLong() >> random.nextInt(64);
    }

    /** Without a slash, which a group must not hold. */
    private String text() {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            text.append(pick(PIECES));
        }
        return text.toString();
    }

    private <T> T pick(T[] options) {
        return options[random.nextInt(options.length)];
    }
}
