package io.duestream.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the fields of a JSON object. What is of the wrong type, and what nobody asked for, becomes a problem instead of an
 * exception, so that all of them can be told at once. An absent field and null are the same. Not thread-safe.
 */
final class FieldReader {
    private final ObjectNode object;
    private final String prefix;
    private final List<String> problems;
    private final Instant now;
    private final Set<String> known = new LinkedHashSet<>();

    FieldReader(ObjectNode object, List<String> problems, Instant now) {
        this(object, "", problems, now);
    }

    private FieldReader(ObjectNode object, String prefix, List<String> problems, Instant now) {
        this.object = object;
        this.prefix = prefix;
        this.problems = problems;
        this.now = now;
    }

    private Optional<JsonNode> node(String name) {
        known.add(name);
        return Optional.ofNullable(object.get(name)).filter(each -> !each.isNull());
    }

    private <T> Optional<T> wrong(String name, JsonNode found, String expected) {
        problem(name, "is " + shown(found) + "; expected " + expected);
        return Optional.empty();
    }

    void problem(String name, String what) {
        problems.add(prefix + name + " " + what);
    }

    private static String shown(JsonNode node) {
        String kind = switch (node.getNodeType()) {
            case STRING -> "the text ";
            case OBJECT -> "the object ";
            case ARRAY -> "the list ";
            default -> "";
        };
        String text = node.toString();
        return kind + (text.length() <= 60 ? text : text.substring(0, 60) + "…");
    }

    Optional<String> text(String name) {
        return node(name)
                .flatMap(each -> each.isTextual() ? Optional.of(each.textValue()) : wrong(name, each, "a text"));
    }

    Optional<Integer> integer(String name) {
        return node(name)
                .flatMap(each -> each.isIntegralNumber() && each.canConvertToInt()
                        ? Optional.of(each.intValue())
                        : wrong(name, each, "a whole number within 32 bits"));
    }

    Optional<Long> longInteger(String name) {
        return node(name)
                .flatMap(each -> each.isIntegralNumber() && each.canConvertToLong()
                        ? Optional.of(each.longValue())
                        : wrong(name, each, "a whole number"));
    }

    Optional<Boolean> truth(String name) {
        return node(name)
                .flatMap(each ->
                        each.isBoolean() ? Optional.of(each.booleanValue()) : wrong(name, each, "true or false"));
    }

    Optional<Duration> duration(String name) {
        return parsed(name, TimeText.DURATION, TimeText::duration);
    }

    Optional<Instant> instant(String name) {
        return parsed(name, TimeText.INSTANT, text -> TimeText.instant(text, now));
    }

    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        String expected = "one of "
                + String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
        return parsed(name, expected, text -> {
            try {
                return Enum.valueOf(type, text.trim().toUpperCase(Locale.ROOT).replace('-', '_'));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("is '" + text + "'; expected " + expected, e);
            }
        });
    }

    <T> Optional<T> parsed(String name, String expected, Function<String, T> parser) {
        Optional<JsonNode> node = node(name);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (!node.get().isTextual()) {
            return wrong(name, node.get(), expected);
        }
        try {
            return Optional.of(parser.apply(node.get().textValue()));
        } catch (IllegalArgumentException e) {
            problem(name, e.getMessage());
            return Optional.empty();
        }
    }

    Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        node(name).ifPresent(found -> {
            if (!found.isObject()) {
                wrong(name, found, "an object of texts");
                return;
            }
            found.properties().forEach(entry -> {
                if (entry.getValue().isTextual()) {
                    texts.put(entry.getKey(), entry.getValue().textValue());
                } else {
                    wrong(name + "." + entry.getKey(), entry.getValue(), "a text");
                }
            });
        });
        return texts;
    }

    Optional<List<String>> list(String name) {
        Optional<JsonNode> found = node(name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!found.get().isArray()) {
            return wrong(name, found.get(), "a list of texts");
        }
        List<String> texts = new ArrayList<>();
        found.get().forEach(each -> {
            if (each.isTextual()) {
                texts.add(each.textValue());
            } else {
                wrong(name, each, "texts as items");
            }
        });
        return Optional.of(texts);
    }

    Optional<FieldReader> object(String name) {
        return node(name)
                .flatMap(each -> each instanceof ObjectNode inner
                        ? Optional.of(new FieldReader(inner, prefix + name + ".", problems, now))
                        : wrong(name, each, "an object"));
    }

    boolean has(String name) {
        return node(name).isPresent();
    }

    /** Tells the fields that nobody asked for. To be called last. */
    void refuseOthers() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problems.add("unknown field " + prefix + name + "; known are " + String.join(", ", known));
            }
        });
    }
}
