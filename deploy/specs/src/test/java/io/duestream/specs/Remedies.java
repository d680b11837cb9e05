package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.duestream.specs.fixture.Cluster;
import io.duestream.specs.fixture.CommandRun;
import java.time.Duration;

/** What {@code duestream doctor} says mends its findings, and doing it. */
final class Remedies {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Remedies() {}

    /** A check has nothing to say, at least soon. */
    static void assertSilent(Cluster of, String check) {
        await().atMost(SOON).untilAsserted(() -> {
            CommandRun doctor = CommandRun.of(of, "doctor", "--only", check);
            assertThat(doctor.out()).contains("1 checks, 0 findings");
            assertThat(doctor.exitCode()).isZero();
        });
    }

    /** What mends the finding whose words contain these. */
    static String remedy(Cluster of, String check, String words) throws Exception {
        String said = CommandRun.of(of, "doctor", "--only", check, "--json").out();
        for (JsonNode finding : new ObjectMapper().readTree(said).get("findings")) {
            if (finding.get("found").asText().contains(words)) {
                return finding.get("mend").asText();
            }
        }
        throw new AssertionError("nothing about " + words + " in " + said);
    }

    /** Runs the command of Kafka that mends a finding, as it is printed but for the address. */
    static void mend(Cluster of, String check, String words) throws Exception {
        String remedy = remedy(of, check, words);
        String command =
                remedy.substring(remedy.indexOf("kafka-configs.sh ")).replace("HOST:PORT", of.bootstrapServers());
        String[] arguments = command.substring("kafka-configs.sh ".length()).split(" ");
        Class.forName("kafka.admin.ConfigCommand")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }
}
