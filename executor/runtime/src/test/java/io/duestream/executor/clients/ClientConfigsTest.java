package io.duestream.executor.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class ClientConfigsTest {
    private final ClientConfigs configs =
            new ClientConfigs("broker:9092", "node-1", Map.of("session.timeout.ms", "9000", "ssl.protocol", "TLSv1.3"));

    @Test
    void kafka_takes_them_all() {
        assertThatCode(() -> {
                    new ConsumerConfig(configs.dispatch("test.mail"));
                    new ConsumerConfig(configs.control());
                    new ProducerConfig(configs.reports(false));
                    new ProducerConfig(configs.reports(true));
                    new ProducerConfig(configs.lines(false));
                    new ProducerConfig(configs.lines(true));
                    new AdminClientConfig(configs.admin());
                })
                .doesNotThrowAnyException();
    }

    @Test
    void what_the_guarantees_rest_on_is_as_designed() {
        ConsumerConfig dispatch = new ConsumerConfig(configs.dispatch("test.mail"));
        ProducerConfig reports = new ProducerConfig(configs.reports(true));

        assertThat(dispatch.getString("isolation.level")).isEqualTo("read_committed");
        assertThat(dispatch.getString("auto.offset.reset")).isEqualTo("earliest");
        assertThat(dispatch.getBoolean("enable.auto.commit")).isFalse();
        assertThat(dispatch.getBoolean("allow.auto.create.topics")).isFalse();
        assertThat(dispatch.getString("group.protocol")).isEqualTo("classic");
        assertThat(dispatch.getList("partition.assignment.strategy"))
                .singleElement()
                .asString()
                .endsWith("CooperativeStickyAssignor");
        assertThat(reports.getString("acks")).isEqualTo("-1");
        assertThat(reports.getBoolean("enable.idempotence")).isTrue();
        assertThat(reports.getString("transactional.id")).isNull();
    }

    @Test
    void other_properties_are_the_users() {
        assertThat(new ConsumerConfig(configs.dispatch("test.mail")).getInt("session.timeout.ms"))
                .isEqualTo(9000);
        assertThat(configs.reports(false)).containsEntry("ssl.protocol", "TLSv1.3");
    }

    @Test
    void refused_properties_are_named_with_their_reason() {
        assertThat(ClientConfigs.refused(Map.of("acks", "1", "linger.ms", "5", "group.id", "mine")))
                .containsOnlyKeys("acks", "group.id")
                .allSatisfy((name, why) -> assertThat(why).isNotBlank());
    }
}
