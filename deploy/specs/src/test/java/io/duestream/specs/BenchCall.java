package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.duestream.specs.fixture.CommandRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** Calls of the bench with few jobs, each of which has to tell its figures and to leave nothing. */
final class BenchCall {
    static final int JOBS = 60;
    private static final List<String> TINY =
            List.of("--jobs", Integer.toString(JOBS), "--rounds", "1", "--warm-up", "0", "--partitions", "1");
    /** For processes that do little. */
    static final List<String> SMALL = List.of(
            "--json",
            "--tracker-threads",
            "1",
            "--jvm",
            "tracker=-XX:TieredStopAtLevel=1",
            "--jvm",
            "forwarder=-XX:TieredStopAtLevel=1",
            "--jvm",
            "executor=-XX:TieredStopAtLevel=1");

    private final String brokers;

    BenchCall(String brokers) {
        this.brokers = brokers;
    }

    String brokers() {
        return brokers;
    }

    /** Of a scenario with rounds of jobs. */
    JsonNode figures(String words) throws Exception {
        JsonNode json = told(words, tiny());

        assertThat(json.get("jobsPerSecond").asLong()).isPositive();
        assertThat(json.get("submissionsPerSecond").asLong()).isPositive();
        assertThat(json.get("rounds")).hasSize(1);
        assertThat(json.get("settings").get("jobs").asInt()).isEqualTo(JOBS);
        return json;
    }

    /** The figures of a call that ends well, with one round or run. */
    JsonNode told(String words, List<String> options) throws Exception {
        String cluster = "bench-" + words.split(" ")[0];
        CommandRun run = run(words, cluster, options);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains(" 1 of 1");
        assertThat(run.out().lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("scenario").asText()).isEqualTo(words.split(" ")[0]);
        assertThat(json.get("environment").get("cores").asInt()).isPositive();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            assertThat(topics(admin)).noneMatch(name -> name.startsWith(cluster));
        }
        return json;
    }

    CommandRun run(String words, String cluster, List<String> options) {
        List<String> all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(words.split(" ")));
        all.addAll(List.of("--bootstrap", brokers, "--cluster", cluster));
        all.addAll(options);
        return CommandRun.of(all.toArray(String[]::new));
    }

    /** Options of a call with rounds of jobs. */
    static List<String> tiny() {
        return Stream.of(TINY, SMALL).flatMap(List::stream).toList();
    }

    static Set<String> topics(Admin admin) throws Exception {
        return admin.listTopics().names().get();
    }
}
