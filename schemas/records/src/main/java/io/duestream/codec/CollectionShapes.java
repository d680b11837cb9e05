package io.duestream.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** Optional values, lists and maps. */
final class CollectionShapes {
    private CollectionShapes() {}

    record OptionalShape(Shape item) implements Shape {
        @Override
        public void write(Object value, Encoder out) throws IOException {
            Optional<?> optional = (Optional<?>) value;
            out.writeIndex(optional.isPresent() ? 1 : 0);
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
        public void write(Object value, Encoder out) throws IOException {
            List<?> items = (List<?>) value;
            if (items.size() > maxItems) {
                throw new BoundExceededException(path, "items", items.size(), maxItems);
            }
            out.writeArrayStart();
            out.setItemCount(items.size());
            for (Object each : items) {
                out.startItem();
                item.write(each, out);
            }
            out.writeArrayEnd();
        }

        @Override
        public Object read(Decoder in) throws IOException {
            List<Object> items = new ArrayList<>();
            for (long block = in.readArrayStart(); block != 0; block = in.arrayNext()) {
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
        public void write(Object value, Encoder out) throws IOException {
            Map<?, ?> items = (Map<?, ?>) value;
            if (items.size() > maxItems) {
                throw new BoundExceededException(path, "entries", items.size(), maxItems);
            }
            out.writeMapStart();
            out.setItemCount(items.size());
            // In the order of the keys, so that equal records are equal bytes; Map.copyOf iterates differently in each
            // JVM.
            Map<?, ?> ordered = items.size() < 2 ? items : new TreeMap<>(items);
            for (Map.Entry<?, ?> entry : ordered.entrySet()) {
                out.startItem();
                String key = (String) entry.getKey();
                if (key.length() > maxKeyLength) {
                    throw new BoundExceededException(path + " key", "characters", key.length(), maxKeyLength);
                }
                out.writeString(key);
                item.write(entry.getValue(), out);
            }
            out.writeMapEnd();
        }

        @Override
        public Object read(Decoder in) throws IOException {
            Map<String, Object> items = new LinkedHashMap<>();
            // An entry that comes twice is refused, or entries without number would pass as few.
            for (long block = in.readMapStart(); block != 0; block = in.mapNext()) {
                refuseMore(path, items.size() + block, maxItems);
                for (long i = 0; i < block; i++) {
                    String key = in.readString();
                    refuseMore(path + " key", key.length(), maxKeyLength);
                    if (items.put(key, item.read(in)) != null) {
                        throw new MalformedRecordException(path + " holds the same key twice");
                    }
                }
            }
            return items;
        }
    }

    static void refuseMore(String path, long found, int allowed) {
        if (found > allowed) {
            throw new MalformedRecordException(
                    path + " has a size of " + found + "; at most " + allowed + " is allowed");
        }
    }
}
