package io.duestream.cli.job;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes jobs of lines, one JSON object each. */
final class JobLines {
    private final ObjectMapper mapper = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    JobReader.Read read(LineSource.Line line, Instant now) {
        if (line.tooLong()) {
            return wrong("has more than " + LineSource.LONGEST + " bytes; no job is that large");
        }
        JsonNode node;
        try {
            node = mapper.readTree(line.content());
        } catch (JsonProcessingException e) {
            return wrong(
                    "is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse("") + " (column "
                            + (e.getLocation() == null ? "?" : e.getLocation().getColumnNr()) + ")");
        } catch (IOException e) {
            return wrong("is not JSON: " + e.getMessage());
        }
        return node instanceof ObjectNode object
                ? JobReader.read(object, now)
                : wrong("is no JSON object; expected one such as {\"group\":\"mail\",\"taskId\":\"1\"}");
    }

    private static JobReader.Read wrong(String problem) {
        return new JobReader.Read(Optional.empty(), List.of(problem));
    }
}
