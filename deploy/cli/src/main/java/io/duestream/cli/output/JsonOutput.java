package io.duestream.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.job.Bytes;
import io.duestream.job.Encoded;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Token;
import java.io.PrintWriter;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Data as JSON: a record becomes an object of its components, with the name of its type as {@code kind} where several types
 * are possible; an absent value is left out; times are ISO 8601, durations ISO 8601, bytes Base64.
 */
public final class JsonOutput {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonOutput() {}

    /** An object to fill. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** Prints an object over several lines. */
    public static void print(PrintWriter out, JsonNode node) {
        out.println(node.toPrettyString());
        out.flush();
    }

    /** Prints an object on one line. */
    public static void printLine(PrintWriter out, JsonNode node) {
        out.println(node.toString());
        out.flush();
    }

    /** A record and all that is in it. */
    public static ObjectNode of(Record value) {
        return record(value);
    }

    private static JsonNode node(Object value) {
        if (value instanceof Record each && !isName(each)) {
            return record(each);
        }
        if (value instanceof Encoded<?> encoded) {
            return node(encoded.value());
        }
        if (value instanceof List<?> list) {
            var array = NODES.arrayNode();
            list.forEach(each -> array.add(node(each)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = object();
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((name, each) -> sorted.put(name.toString(), each));
            sorted.forEach((name, each) -> object.set(name, node(each)));
            return object;
        }
        return scalar(value);
    }

    private static JsonNode scalar(Object value) {
        if (value instanceof Integer number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Long number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Double number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        }
        if (value instanceof Bytes bytes) {
            return NODES.textNode(Base64.getEncoder().encodeToString(bytes.toArray()));
        }
        if (value instanceof Duration duration) {
            return NODES.textNode(duration.toString());
        }
        return NODES.textNode(value.toString());
    }

    private static boolean isName(Record value) {
        return value instanceof JobKey || value instanceof JobId || value instanceof Token;
    }

    private static ObjectNode record(Record value) {
        ObjectNode object = object();
        if (Arrays.stream(value.getClass().getInterfaces()).anyMatch(Class::isSealed)) {
            object.put("kind", value.getClass().getSimpleName());
        }
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object content = read(value, component);
            if (content instanceof Optional<?> optional) {
                optional.ifPresent(each -> object.set(component.getName(), node(each)));
            } else {
                object.set(component.getName(), node(content));
            }
        }
        return object;
    }

    private static Object read(Record value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(value.getClass() + " cannot be shown as JSON", e);
        }
    }
}
