package io.duestream.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.job.GroupSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** The JSON in the znodes. Unknown fields are those of a newer version and are ignored. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static byte[] write(NodeInfo node) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("id", node.id())
                .put("role", node.role().label())
                .put("group", node.group())
                .put("host", node.host())
                .put("pid", node.pid())
                .put("version", node.version())
                .put("startedAt", node.startedAt().toString())
                .put("threads", node.threads());
        return bytes(json);
    }

    /** @throws UnreadableNodeException if the bytes are not a node's information */
    static NodeInfo node(byte[] bytes) {
        JsonNode json = object(bytes);
        String role = text(json, "role");
        try {
            return new NodeInfo(
                    text(json, "id"),
                    Role.ofLabel(role).orElseThrow(() -> new UnreadableNodeException("unknown role '" + role + "'")),
                    json.path("group").asText(""),
                    json.path("host").asText(""),
                    json.path("pid").asLong(0),
                    json.path("version").asText(""),
                    Instant.parse(text(json, "startedAt")),
                    json.path("threads").asInt(0));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new UnreadableNodeException(e.getMessage());
        }
    }

    static byte[] write(GroupSettings settings) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("registered", settings.registered())
                .put("paused", settings.paused());
        settings.ratePerSecond().ifPresent(rate -> json.put("ratePerSecond", rate));
        settings.concurrency().ifPresent(concurrency -> json.put("concurrency", concurrency));
        settings.minInFlight().ifPresent(least -> json.put("minInFlight", least));
        settings.maxInFlight().ifPresent(most -> json.put("maxInFlight", most));
        return bytes(json);
    }

    /** @throws UnreadableNodeException if the bytes are not a group's settings */
    static GroupSettings settings(byte[] bytes) {
        JsonNode json = object(bytes);
        return new GroupSettings(
                flag(json, "registered"),
                flag(json, "paused"),
                number(json, "ratePerSecond"),
                number(json, "concurrency"),
                number(json, "minInFlight"),
                number(json, "maxInFlight"));
    }

    private static JsonNode object(byte[] bytes) {
        if (bytes == null || bytes.length == 0) {
            throw new UnreadableNodeException("it is empty; a JSON object was expected");
        }
        try {
            JsonNode json = MAPPER.readTree(bytes);
            if (json == null || !json.isObject()) {
                throw new UnreadableNodeException("it is JSON, and not an object");
            }
            return json;
        } catch (IOException e) {
            throw new UnreadableNodeException("it is not JSON: " + firstLine(e.getMessage()));
        }
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new UnreadableNodeException("field '" + field + "' is " + describe(value) + "; expected text");
        }
        return value.textValue();
    }

    private static boolean flag(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new UnreadableNodeException(
                    "field '" + field + "' is " + describe(value) + "; expected true or false");
        }
        return value.booleanValue();
    }

    private static Optional<Integer> number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new UnreadableNodeException(
                    "field '" + field + "' is " + describe(value) + "; expected a whole number");
        }
        return Optional.of(value.intValue());
    }

    private static String describe(JsonNode value) {
        return value.isMissingNode() ? "missing" : value.toString();
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    private static byte[] bytes(ObjectNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory failed", e);
        }
    }
}
