package io.duestream.job;

import java.util.Objects;
import java.util.Optional;

/**
 * A value together with the bytes it was read from, so that a definition travels from the submission into state and audit
 * as it was sent, without being encoded again. Compares by value.
 *
 * @param <T> type of the value
 */
public final class Encoded<T> {
    private final T value;
    private final Bytes bytes;
    private final long schema;

    private Encoded(T value, Bytes bytes, long schema) {
        this.value = Objects.requireNonNull(value, "value");
        this.bytes = bytes;
        this.schema = schema;
    }

    /** A value that has not been encoded yet. */
    public static <T> Encoded<T> of(T value) {
        return new Encoded<>(value, null, 0);
    }

    /**
     * A value and its bytes.
     *
     * @param schema fingerprint of the schema that the bytes were written with
     */
    public static <T> Encoded<T> of(T value, Bytes bytes, long schema) {
        return new Encoded<>(value, Objects.requireNonNull(bytes, "bytes"), schema);
    }

    /** The value. */
    public T value() {
        return value;
    }

    /** The bytes, if they are known and were written with the given schema. */
    public Optional<Bytes> bytes(long fingerprint) {
        return bytes != null && schema == fingerprint ? Optional.of(bytes) : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Encoded<?> encoded && value.equals(encoded.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
