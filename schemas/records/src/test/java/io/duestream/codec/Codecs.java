package io.duestream.codec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Codecs of the contract by the record itself, for tests that go over all of them. */
final class Codecs {
    private static final Map<Class<?>, RecordCodec<?>> ALL = new ConcurrentHashMap<>();

    private Codecs() {}

    @SuppressWarnings("unchecked") // the codec was made for exactly this class
    static <T> RecordCodec<T> of(Class<T> type) {
        return (RecordCodec<T>) ALL.computeIfAbsent(type, RecordCodec::of);
    }

    static byte[] encode(Record record) {
        return encode(record.getClass(), record);
    }

    private static <T> byte[] encode(Class<T> type, Object record) {
        return of(type).encode(type.cast(record));
    }

    static Object decode(Class<?> type, byte[] bytes) {
        return of(type).decode(bytes);
    }
}
