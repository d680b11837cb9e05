package io.duestream.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class ClientsTest {
    private static final FeedbackConfig CONFIG = FeedbackConfig.of("127.0.0.1:1", "prod");

    @Test
    void settings_pass_through_and_what_exactly_once_rests_on_stays() {
        Clients clients = new Clients(
                CONFIG.withKafka(Map.of(
                        "security.protocol", "SSL",
                        "fetch.max.wait.ms", "10",
                        "transaction.timeout.ms", "5000",
                        "isolation.level", "read_uncommitted",
                        "enable.auto.commit", "true",
                        "group.id", "mine",
                        "transactional.id", "mine",
                        "acks", "0")),
                "node-1");

        assertThat(clients.consumerSettings())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("fetch.max.wait.ms", "10")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("enable.auto.commit", false)
                .containsEntry("group.id", "prod-feedback");
        assertThat(clients.producerSettings())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("transaction.timeout.ms", "5000")
                .containsEntry("transactional.id", "prod-feedback-node-1")
                .containsEntry("acks", "all");
    }

    @Test
    void a_named_instance_keeps_its_transactional_id_over_restarts() {
        assertThat(new Clients(CONFIG.withInstance("feedback-0"), "node-1").producerSettings())
                .containsEntry("transactional.id", "prod-feedback-feedback-0");
    }

    @Test
    void what_cannot_be_used_is_refused_at_the_start() {
        assertThatThrownBy(() -> FeedbackStream.start(FeedbackConfig.of("127.0.0.1:many", "prod")))
                .isInstanceOf(KafkaException.class)
                .hasRootCauseMessage("Invalid url in bootstrap.servers: 127.0.0.1:many");
        assertThatThrownBy(() -> FeedbackStream.start(FeedbackConfig.of("127.0.0.1:1", "a b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cluster 'a b' is not a valid name");
        assertThatThrownBy(() -> FeedbackStream.start(CONFIG.withZooKeeper("::")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zookeeper connect string '::' cannot be used");
    }
}
