package io.duestream.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.codec.WriteVersion;
import io.duestream.tracker.process.TrackerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../../docs/configuration.md");
    private static final String COMMAND = "./mvnw -pl deploy/cli -am test -Dtest=ConfigurationPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dduestream.docs.update=true";

    @Test
    void the_committed_page_says_what_the_source_says() throws IOException {
        if (Boolean.getBoolean("duestream.docs.update")) {
            Files.writeString(PAGE, page());
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/configuration.md is not what the source says; run `%s` and commit it", COMMAND)
                .isEqualTo(page());
    }

    @Test
    void every_key_can_be_given_by_the_environment() {
        TreeSet<String> keys = new TreeSet<>(TrackerConfig.definition().names());
        keys.addAll(RoleKeys.definition().names());

        for (String key : keys) {
            assertThat(Configuration.of(Map.of(), Map.of(environment(key), "1"), Map.of())
                            .get(key))
                    .as(key)
                    .contains("1");
        }
    }

    private static String page() {
        return """
                # Configuration

                This page is made from the definitions of the keys by `ConfigurationPageTest`; do not edit it. To write it anew:
                `%s`.

                Every command that speaks to a cluster takes its settings from a properties file (`--config FILE`), over it from the
                environment, over both from flags: `-D key=value`, or a flag of its own where there is one. A key that nobody knows is
                refused, wherever it stands. `bootstrap.servers` and `cluster` are for all of them, `zookeeper.connect` for the roles;
                `demo` and `standalone` decide these themselves, and `standalone` takes keys of the tracker with `-D`.

                A key that begins with `%s` goes to every Kafka client without that, such as `kafka.security.protocol`; the name in the
                environment is made in the same way, `DUESTREAM_KAFKA_SECURITY_PROTOCOL`. No configuration, but for the launcher and the
                log, are %s.

                A role prints at its start what it was given, and `****` instead of the value of each key whose name contains one of
                %s.

                ## Tracker

                `%s`, among the others below, is for the tracker too. `replication.factor` is for the feedback-stream too, which makes topics of outcomes.

                %s
                ## Executor, feedback-stream and all others

                %s""".formatted(
                        COMMAND,
                        Configuration.KAFKA,
                        list(new TreeSet<>(Configuration.NOT_CONFIGURATION)),
                        list(Configuration.SECRETS),
                        WriteVersion.KEY,
                        table(TrackerConfig.definition()),
                        table(RoleKeys.definition()));
    }

    private static String list(Iterable<String> names) {
        StringBuilder list = new StringBuilder();
        names.forEach(
                each -> list.append(list.isEmpty() ? "`" : ", `").append(each).append('`'));
        return list.toString();
    }

    private static String table(ConfigDef definition) {
        return definition.configKeys().values().stream()
                .map(ConfigurationPageTest::row)
                .collect(Collectors.joining(
                        "\n",
                        "| key | in the environment | type | default | allowed | what for |\n|---|---|---|---|---|---|\n",
                        "\n"));
    }

    private static String row(ConfigKey key) {
        return "| `" + key.name + "` | `" + environment(key.name) + "` | "
                + key.type.name().toLowerCase(Locale.ROOT) + " | " + byDefault(key) + " | " + allowed(key) + " | "
                + key.documentation + " |";
    }

    private static String environment(String key) {
        return Configuration.ENVIRONMENT + key.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private static String byDefault(ConfigKey key) {
        Object value = key.name.equals(TrackerConfig.BOOTSTRAP_SERVERS)
                ? Configuration.DEFAULT_BOOTSTRAP_SERVERS
                : key.defaultValue;
        return value == null || "".equals(value) ? "none" : "`" + value + "`";
    }

    private static String allowed(ConfigKey key) {
        if (key.validator != null) {
            return key.validator
                    .toString()
                    .replaceAll("\\[(-?\\d+),\\.\\.\\.,(\\d+)]", "$1 to $2")
                    .replaceAll("\\[(-?\\d+),\\.\\.\\.]", "$1 or more");
        }
        return key.type == Type.BOOLEAN ? "true, false" : "";
    }
}
