package io.duestream.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.io.Decoder;

/** Optional values, lists and maps. */
final class CollectionShapes {
    private static final int LIKELY_ITEMS = 10;

    private CollectionShapes() {}

    record OptionalShape(Shape item) implements Shape {
        @Override
        public void write(Object value, ArrayEncoder out) {
            Optional<?> optional = (Optional<?>) value;
            out.writeLong(optional.isPresent() ? 1 : 0);
            if (optional.isPresent()) {
                item.write(optional.get(), out);
            }
        }

        @Override
        public Object read(Decoder in) throws IOException {
            int branch = in.readIndex();
            if (branch == 0) {
                in.readNull();
                return Optional.empty();
            }
            if (branch != 1) {
                throw new MalformedRecordException("an optional value names branch " + branch + " of 2");
            }
            return Optional.of(item.read(in));
        }
    }

    record ListShape(String path, Shape item, int maxItems) implements Shape {
        @Override
        public void write(Object value, ArrayEncoder out) {
            List<?> items = (List<?>) value;
            if (items.size() > maxItems) {
                throw new BoundExceededException(path, "items", items.size(), maxItems);
            }
            out.writeCount(items.size());
            for (Object each : items) {
                item.write(each, out);
            }
            out.writeEnd();
        }

        @Override
        public Object read(Decoder in) throws IOException {
            long block = in.readArrayStart();
            if (block == 0) {
                return List.of();
            }
            refuseMore(path, block, maxItems);
            Object first = item.read(in);
            long left = block - 1;
            if (left == 0) {
                left = in.arrayNext();
            }
            return left == 0 ? List.of(first) : readMore(first, left, in);
        }

        private List<Object> readMore(Object first, long left, Decoder in) throws IOException {
            // No more than are likely to be there: a block may claim as many as the record has bytes.
            List<Object> items = new ArrayList<>((int) Math.min(1 + left, LIKELY_ITEMS));
            items.add(first);
            for (long block = left; block != 0; block = in.arrayNext()) {
                refuseMore(path, items.size() + block, maxItems);
                for (long i = 0; i < block; i++) {
                    items.add(item.read(in));
                }
            }
            return items;
        }
    }

    record MapShape(String path, Shape item, int maxItems, int maxKeyLength) implements Shape {
        @Override
        public void write(Object value, ArrayEncoder out) {
            Map<?, ?> items = (Map<?, ?>) value;
            if (items.size() > maxItems) {
                throw new BoundExceededException(path, "entries", items.size(), maxItems);
            }
            out.writeCount(items.size());
            // In the order of the keys, so that equal records are equal bytes; Map.copyOf iterates differently in each
            // JVM.
            Map<?, ?> ordered = items.size() < 2 ? items : new TreeMap<>(items);
            for (Map.Entry<?, ?> entry : ordered.entrySet()) {
                String key = (String) entry.getKey();
                if (key.length() > maxKeyLength) {
                    throw new BoundExceededException(path + " key", "characters", key.length(), maxKeyLength);
                }
                out.writeString(key);
                item.write(entry.getValue(), out);
            }
            out.writeEnd();
        }

        @Override
        public Object read(Decoder in) throws IOException {
            long block = in.readMapStart();
            if (block == 0) {
                return Map.of();
            }
            refuseMore(path, block, maxItems);
            String key = readKey(in);
            Object value = item.read(in);
            long left = block - 1;
            if (left == 0) {
                left = in.mapNext();
            }
            return left == 0 ? Map.of(key, value) : readMore(key, value, left, in);
        }

        private Map<String, Object> readMore(String firstKey, Object first, long left, Decoder in) throws IOException {
            Map<String, Object> items = new LinkedHashMap<>();
            items.put(firstKey, first);
            // An entry that comes twice is refused, or entries without number would pass as few.
            for (long block = left; block != 0; block = in.mapNext()) {
                refuseMore(path, items.size() + block, maxItems);
                for (long i = 0; i < block; i++) {
                    if (items.put(readKey(in), item.read(in)) != null) {
                        throw new MalformedRecordException(path + " holds the same key twice");
                    }
                }
            }
            return items;
        }

        private String readKey(Decoder in) throws IOException {
            String key = in.readString();
            if (key.length() > maxKeyLength) {
                refuseMore(path + " key", key.length(), maxKeyLength);
            }
            return key;
        }
    }

    static void refuseMore(String path, long found, int allowed) {
        if (found > allowed) {
            throw new MalformedRecordException(
                    path + " has a size of " + found + "; at most " + allowed + " is allowed");
        }
    }
}
