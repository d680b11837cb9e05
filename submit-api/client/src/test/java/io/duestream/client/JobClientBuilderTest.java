package io.duestream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.duestream.job.RetryPolicy;
import io.duestream.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobClientBuilderTest {
    @Test
    void all_that_is_missing_or_wrong_is_told_at_once() {
        assertThatThrownBy(() -> JobClient.builder()
                        .cluster("no.dots")
                        .onOutcome(outcome -> {})
                        .sender("")
                        .deliveryTimeout(Duration.ZERO)
                        .kafka("acks", "1")
                        .kafka("group.id", "mine")
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bootstrapServers is missing")
                .hasMessageContaining("cluster 'no.dots'")
                .hasMessageContaining("onOutcome is set without clientGroup")
                .hasMessageContaining("sender has 0 characters")
                .hasMessageContaining("deliveryTimeout is PT0S")
                .hasMessageContaining("acks cannot be given")
                .hasMessageContaining("group.id cannot be given: the client group gives it");
    }

    @Test
    void a_client_is_built_without_a_broker_and_closed_again() {
        JobClient client = JobClient.builder()
                .bootstrapServers("localhost:1")
                .clientGroup("shop")
                .build();

        client.close();
        client.close();

        assertThatThrownBy(() -> client.submit(Job.of("mail", "1"))).hasMessageContaining("closed");
    }

    @Test
    void a_storing_client_that_cannot_be_built_leaves_nothing_open(@TempDir Path folder) {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        assertThatThrownBy(() -> JobClient.builder()
                        .bootstrapServers("localhost:1")
                        .clientGroup("shop")
                        .onOutcome(outcome -> {})
                        .kafka("fetch.min.bytes", "-1")
                        .failStore(folder)
                        .build())
                .isInstanceOf(KafkaException.class);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> !before.contains(thread))
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("kafka-")
                                || name.contains("duestream-")
                                || name.contains("node-report")));
    }

    @Test
    void a_connection_is_shown_without_the_values_of_its_settings() {
        KafkaConnection connection =
                new KafkaConnection("localhost:9092", "duestream", Map.of("sasl.jaas.config", "password=\"secret\""));

        assertThat(connection.toString()).contains("sasl.jaas.config").doesNotContain("secret");
    }

    @Test
    void the_producer_waits_for_all_replicas_and_repeats_nothing() {
        Map<String, Object> producer = ClientProperties.producer(
                new KafkaConnection("localhost:9092", "duestream", Map.of("linger.ms", "3", "fetch.min.bytes", "1")),
                Duration.ofSeconds(30));

        assertThat(producer)
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("compression.type", "lz4")
                .containsEntry("max.request.size", Topics.MAX_RECORD_BYTES)
                .containsEntry("delivery.timeout.ms", 30_000)
                .containsEntry("linger.ms", "3")
                .doesNotContainKeys("partitioner.class", "fetch.min.bytes");
    }

    @Test
    void readers_see_committed_records_only_and_never_make_a_topic() {
        KafkaConnection connection = KafkaConnection.to("localhost:9092");

        assertThat(ClientProperties.outcomes(connection, "shop", Duration.ofMinutes(1)))
                .containsEntry("group.id", "duestream.outcomes.shop")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("enable.auto.commit", false)
                .containsEntry("allow.auto.create.topics", false)
                .containsEntry("max.poll.interval.ms", 360_000);
        assertThat(ClientProperties.tail(connection))
                .containsEntry("isolation.level", "read_committed")
                .doesNotContainKey("group.id");
    }

    @Test
    void back_off_doubles_up_to_its_longest_delay() {
        Backoff backoff = new Backoff(RetryPolicy.exponential(5, Duration.ofMillis(100), Duration.ofMillis(500)));

        assertThat(backoff.before(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.before(3)).isEqualTo(Duration.ofMillis(400));
        assertThat(backoff.before(4)).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.total()).isEqualTo(Duration.ofMillis(1_700));
    }
}
