package io.duestream.tracker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {
    private static final String IDLE = "metadata.max.idle.ms";

    @Test
    void the_producer_remembers_a_topic_for_a_day_in_which_nobody_sends_to_it() {
        assertThat(idleMillis(Map.of())).isEqualTo(Duration.ofDays(1).toMillis());
    }

    @Test
    void how_long_it_remembers_can_be_said_for_the_producer_or_for_all_clients() {
        assertThat(idleMillis(Map.of("kafka.producer." + IDLE, "5000"))).isEqualTo(5_000);
        assertThat(idleMillis(Map.of("kafka." + IDLE, "6000"))).isEqualTo(6_000);
    }

    /** What reaches the producer, as Kafka Streams makes it of the settings. */
    private static long idleMillis(Map<String, String> given) {
        Map<String, String> properties = new HashMap<>(given);
        properties.put(TrackerConfig.BOOTSTRAP_SERVERS, "localhost:9092");
        StreamsConfig streams = new StreamsConfig(StreamsSettings.of(TrackerConfig.of(properties)));
        return Long.parseLong(streams.getProducerConfigs("client").get(IDLE).toString());
    }
}
