package io.duestream.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void the_environment_goes_over_the_file_and_flags_over_both() {
        Configuration configuration = Configuration.of(
                Map.of("bootstrap.servers", "file:1", "cluster", "file", "zookeeper.connect", "file:2"),
                Map.of("DUESTREAM_CLUSTER", "environment", "DUESTREAM_ZOOKEEPER_CONNECT", "environment:2", "PATH", "/"),
                Map.of("zookeeper.connect", "flag:2"));

        assertThat(configuration.bootstrapServers()).isEqualTo("file:1");
        assertThat(configuration.cluster()).isEqualTo("environment");
        assertThat(configuration.zooKeeper()).contains("flag:2");
    }

    @Test
    void nothing_said_means_what_standalone_offers() {
        Configuration configuration = Configuration.of(Map.of(), Map.of(), Map.of());

        assertThat(configuration.bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(configuration.cluster()).isEqualTo("duestream");
        assertThat(configuration.zooKeeper()).isEmpty();
    }

    @Test
    void settings_of_kafka_pass_through_from_everywhere() {
        Configuration configuration = Configuration.of(
                Map.of("kafka.security.protocol", "SSL"),
                Map.of("DUESTREAM_KAFKA_SSL_KEYSTORE_LOCATION", "/store"),
                Map.of("kafka.client.dns.lookup", "use_all_dns_ips"));

        assertThat(configuration.kafka())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("ssl.keystore.location", "/store")
                .containsEntry("client.dns.lookup", "use_all_dns_ips");
    }

    @Test
    void all_unknown_keys_are_told_with_where_they_stand() {
        assertThatThrownBy(() -> Configuration.of(
                        Map.of("clutser", "x"), Map.of("DUESTREAM_BOOTSTRAP", "x"), Map.of("zookeeper", "x")))
                .hasMessageContaining("'clutser' in the properties file")
                .hasMessageContaining("DUESTREAM_BOOTSTRAP")
                .hasMessageContaining("'zookeeper' in the flags")
                .hasMessageContaining("zookeeper.connect");
    }

    @Test
    void what_belongs_to_the_launcher_is_no_configuration() {
        Configuration.of(Map.of(), Map.of("DUESTREAM_OPTS", "-Xmx1g", "DUESTREAM_LOG_LEVEL", "DEBUG"), Map.of());
    }

    @Test
    void secrets_are_not_shown() {
        String shown = Configuration.of(
                        Map.of("kafka.ssl.key.password", "geheim", "kafka.sasl.jaas.config", "geheim", "cluster", "c"),
                        Map.of(),
                        Map.of())
                .describe();

        assertThat(shown).doesNotContain("geheim").contains("kafka.ssl.key.password=****", "cluster=c");
    }

    @Test
    void no_password_of_any_kafka_client_is_shown() {
        Map<String, ConfigDef.ConfigKey> keys =
                new TreeMap<>(ProducerConfig.configDef().configKeys());
        keys.putAll(ConsumerConfig.configDef().configKeys());
        keys.putAll(AdminClientConfig.configDef().configKeys());
        List<String> passwords = keys.values().stream()
                .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                .map(key -> "kafka." + key.name)
                .toList();

        assertThat(passwords).contains("kafka.sasl.jaas.config", "kafka.ssl.truststore.password");
        for (String key : passwords) {
            assertThat(Configuration.of(Map.of(), Map.of(), Map.of(key, "geheim"))
                            .describe())
                    .as(key)
                    .doesNotContain("geheim")
                    .contains(key + "=****");
        }
    }

    @Test
    void a_number_out_of_its_bounds_is_told() {
        Configuration configuration = Configuration.of(Map.of(), Map.of(), Map.of("executor.threads", "none"));

        assertThatThrownBy(() -> configuration.number(Configuration.EXECUTOR_THREADS, 10, 1))
                .hasMessageContaining("executor.threads is 'none'");
        assertThat(configuration.number(Configuration.EXECUTOR_SHUTDOWN, 5, 0)).isEqualTo(5);
    }
}
