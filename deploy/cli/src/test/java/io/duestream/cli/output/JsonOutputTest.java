package io.duestream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.duestream.job.JobDefinition;
import io.duestream.job.Token;
import io.duestream.record.event.AttemptStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
    @Test
    void a_record_becomes_an_object_of_its_components() {
        JsonNode node = JsonOutput.of(JobDefinition.builder()
                .type("invoice")
                .payload(new byte[] {0, 1})
                .parameter("b", "2")
                .parameter("a", "1")
                .repeat(Duration.ofSeconds(2), 3)
                .build());

        assertThat(node.get("type").textValue()).isEqualTo("invoice");
        assertThat(node.get("payload").textValue()).isEqualTo("AAE=");
        assertThat(node.get("parameters").toString()).isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
        assertThat(node.get("trigger").toString()).isEqualTo("{\"kind\":\"Repeat\",\"interval\":\"PT2S\",\"count\":3}");
        assertThat(node.has("clientGroup")).isFalse();
    }

    @Test
    void names_and_times_are_texts() {
        JsonNode node = JsonOutput.of(new AttemptStarted(
                1, 0, new Token(5, 1), 2, "node-1", Instant.parse("2027-03-14T06:30:00Z"), Optional.empty()));

        assertThat(node.get("kind").textValue()).isEqualTo("AttemptStarted");
        assertThat(node.get("token").textValue()).isEqualTo("00000000000000050000000000000001");
        assertThat(node.get("startedAt").textValue()).isEqualTo("2027-03-14T06:30:00Z");
        assertThat(node.get("generation").intValue()).isEqualTo(2);
    }
}
