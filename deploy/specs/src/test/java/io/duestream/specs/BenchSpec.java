package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.duestream.specs.fixture.Brokers;
import io.duestream.specs.fixture.CommandRun;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each scenario of the bench comes to its end and tells all its figures. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class BenchSpec {
    private static final int JOBS = 60;
    private static final List<String> TINY = List.of(
            "--jobs",
            Integer.toString(JOBS),
            "--rounds",
            "1",
            "--warm-up",
            "0",
            "--partitions",
            "1",
            "--tracker-threads",
            "1",
            "--json",
            "--jvm",
            "tracker=-XX:TieredStopAtLevel=1",
            "--jvm",
            "executor=-XX:TieredStopAtLevel=1");

    private final String brokers = Brokers.embedded().bootstrapServers();

    @Test
    void each_scenario_tells_every_figure_in_one_line() {
        List<CompletableFuture<CommandRun>> runs = Stream.of(
                        List.of("throughput"),
                        List.of("ceiling", "--bootstrap", brokers),
                        List.of("latency", "--rate", "200", "--bootstrap", brokers),
                        List.of("timers", "--window", "1", "--bootstrap", brokers))
                .map(words -> CompletableFuture.supplyAsync(() -> run(words)))
                .toList();

        assertThat(runs).extracting(CompletableFuture::join).allSatisfy(BenchSpec::tells_all);
    }

    @Test
    void brokers_that_stay_keep_nothing_of_it() throws Exception {
        run(List.of("ceiling", "--bootstrap", brokers, "--cluster", "bench-that-goes"));

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            assertThat(admin.listTopics().names().get()).noneMatch(name -> name.startsWith("bench-that-goes"));
        }
    }

    @Test
    void all_that_is_wrong_with_a_call_is_told_at_once() {
        CommandRun wrong = CommandRun.of("bench", "timers", "--jobs", "0", "--window", "0", "--jvm", "cook=-Xmx1g");

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err())
                .contains("--jobs is 0; expected 1 to 50,000,000")
                .contains("--window is 0")
                .contains("--jvm names 'cook'; expected one of broker, tracker, forwarder, executor");
    }

    private static CommandRun run(List<String> words) {
        return CommandRun.of(
                Stream.of(List.of("bench"), words, TINY).flatMap(List::stream).toArray(String[]::new));
    }

    private static void tells_all(CommandRun run) throws Exception {
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("jobsPerSecond").asLong()).isPositive();
        assertThat(json.get("submissionsPerSecond").asLong()).isPositive();
        assertThat(json.get("early").asInt()).isZero();
        assertThat(json.get("endedTwice").asInt()).isZero();
        assertThat(json.get("rounds")).hasSize(1);
        for (String times : List.of("latencyMillis", "latenessMillis")) {
            assertThat(json.get(times).get("count").asLong()).as(times).isPositive();
            assertThat(json.get(times).fieldNames()).toIterable().contains("p50", "p99", "p999", "max");
        }
        assertThat(json.get("settings").get("jobs").asInt()).isEqualTo(JOBS);
        assertThat(json.get("environment").get("cores").asInt()).isPositive();
        assertThat(run.err()).contains("round 1 of 1");
    }
}
