package io.duestream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SecretsAtStartTest {
    @TempDir
    private Path state;

    @Test
    void a_role_prints_its_settings_at_start_without_the_secrets_among_them() {
        for (List<String> role : List.of(
                List.of("tracker", "--state-dir", state.toString()),
                List.of("executor", "--group", "mail", "--runner", "noop"),
                List.of("feedback", "--instance", "one"))) {
            Command start = Command.run(call(role));

            assertThat(start.exitCode())
                    .as("a login module that is none ends it")
                    .isEqualTo(1);
            assertThat(start.out())
                    .as(role.get(0))
                    .startsWith(role.get(0) + ": ")
                    .contains("bootstrap.servers=127.0.0.1:1", "cluster=duestream")
                    .contains("kafka.security.protocol=SASL_PLAINTEXT")
                    .contains("kafka.sasl.jaas.config=****", "kafka.ssl.truststore.password=****")
                    .doesNotContain("geheim");
            assertThat(start.err()).as(role.get(0)).isNotEmpty().doesNotContain("geheim");
        }
    }

    private static String[] call(List<String> role) {
        return Stream.concat(
                        role.stream(),
                        List.of(
                                "--bootstrap",
                                "127.0.0.1:1",
                                "-D",
                                "kafka.security.protocol=SASL_PLAINTEXT",
                                "-D",
                                "kafka.sasl.mechanism=PLAIN",
                                "-D",
                                "kafka.sasl.jaas.config=no.such.Module required password=\"geheim\";",
                                "-D",
                                "kafka.ssl.truststore.password=geheim")
                                .stream())
                .toArray(String[]::new);
    }
}
