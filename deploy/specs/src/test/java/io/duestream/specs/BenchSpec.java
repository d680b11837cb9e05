package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.duestream.codec.RecordCodec;
import io.duestream.record.JobFeedback;
import io.duestream.record.report.NotStarted;
import io.duestream.specs.fixture.Brokers;
import io.duestream.specs.fixture.CommandRun;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each scenario of the bench comes to its end on brokers that are there, and tells all its figures. */
@Timeout(120)
class BenchSpec {
    private static final int JOBS = 60;
    private static final List<String> TINY =
            List.of("--jobs", Integer.toString(JOBS), "--rounds", "1", "--warm-up", "0", "--partitions", "1");
    private static final List<String> SMALL = List.of(
            "--json",
            "--tracker-threads",
            "1",
            "--jvm",
            "tracker=-XX:TieredStopAtLevel=1",
            "--jvm",
            "forwarder=-XX:TieredStopAtLevel=1",
            "--jvm",
            "executor=-XX:TieredStopAtLevel=1");

    private final String brokers = Brokers.embedded().bootstrapServers();

    @ParameterizedTest
    @ValueSource(strings = {"latency --rate 200", "timers --window 1"})
    void a_scenario_tells_every_figure_in_one_line_and_leaves_no_topic(String words) throws Exception {
        JsonNode json = figures(words);

        for (String times : List.of("latencyMillis", "latenessMillis")) {
            assertThat(json.get(times).get("count").asLong()).as(times).isPositive();
            assertThat(json.get(times).get("max").asDouble()).as(times).isPositive();
            assertThat(json.get(times).fieldNames()).toIterable().contains("p50", "p99", "p999", "max");
        }
        assertThat(json.get("early").asInt()).isZero();
        assertThat(json.get("endedTwice").asInt()).isZero();
        assertThat(json.has("forwarderRestarts")).isFalse();
    }

    @Test
    void the_ceiling_tells_what_its_forwarder_knows_and_no_time_of_a_run() throws Exception {
        JsonNode json = figures("ceiling");

        assertThat(json.get("endedTwice").isInt()).isTrue();
        assertThat(json.get("forwarderRestarts").isInt()).isTrue();
        assertThat(json.fieldNames()).toIterable().doesNotContain("latencyMillis", "latenessMillis", "early");
    }

    @Test
    void throughput_and_ceiling_in_one_run_tell_their_ratio() throws Exception {
        JsonNode json = figures("throughput --with-ceiling");

        assertThat(json.get("ratio").asDouble()).isPositive();
        assertThat(json.get("ratios").fieldNames()).toIterable().contains("median", "least", "most");
        assertThat(json.get("ceilingJobsPerSecond").asLong()).isPositive();
        assertThat(json.get("submissionsPerSecondTrackerStopped").asLong()).isPositive();
        for (String times : List.of("latencyMillis", "latenessMillis")) {
            assertThat(json.get(times).get("max").asDouble()).as(times).isPositive();
        }
    }

    @Test
    void a_backlog_tells_what_it_costs_beside_a_cluster_without_one() throws Exception {
        JsonNode json = figures("backlog --backlog 200 --timers 20 --window 1");

        assertThat(json.at("/load/jobsPerSecond").asLong()).isPositive();
        assertThat(json.at("/bytesPerJob/stateDirectory").isNumber()).isTrue();
        assertThat(json.at("/bytesPerJob/changelogs").asDouble()).isGreaterThan(100);
        assertThat(json.at("/bytesPerJob/otherTopics").fieldNames())
                .toIterable()
                .contains("bench-backlog-loaded.commands");
        assertThat(json.at("/trackerResidentMiB/most").asInt()).isPositive();
        for (String ratio : List.of("throughputRatio", "timersP50Ratio", "timersP99Ratio")) {
            assertThat(json.at("/" + ratio + "/median").asDouble()).as(ratio).isPositive();
        }
        assertThat(json.get("early").asInt()).isZero();
        assertThat(json.get("endedTwice").asInt()).isZero();
    }

    @Test
    void a_burst_tells_how_fast_it_drains_and_how_late_a_trickle_is_meanwhile() throws Exception {
        JsonNode json = figures("burst --trickle 200");

        assertThat(json.get("ratio").asDouble()).isPositive();
        assertThat(json.get("throughputJobsPerSecond").asLong()).isPositive();
        assertThat(json.at("/trickleLatenessMillis/count").asLong()).isPositive();
        assertThat(json.at("/trickleLatenessMillis/max").asDouble()).isPositive();
        assertThat(json.at("/latenessMillis/count").asLong()).isPositive();
        assertThat(json.get("early").asInt()).isZero();
        assertThat(json.get("endedTwice").asInt()).isZero();
    }

    @Test
    void a_failover_tells_the_longest_wait_for_a_timer() throws Exception {
        JsonNode json = told("failover --runs 1 --window 2 --partitions 2 --warm-up 0", SMALL);

        assertThat(json.get("longestGapMillis").asDouble())
                .as("the others wait for the session of a tracker that was killed")
                .isGreaterThan(1_000)
                .isEqualTo(json.at("/latenessMillis/max").asDouble());
        assertThat(json.at("/gapMillis/median").asDouble()).isPositive();
        assertThat(json.get("early").asInt()).isZero();
        assertThat(json.get("endedTwice").asInt()).isZero();
        assertThat(json.get("rounds")).hasSize(1);
    }

    @Test
    void a_restart_tells_how_long_jobs_wait_with_state_and_without() throws Exception {
        JsonNode json = told("restart --runs 1 --backlog 50 --warm-up 0 --partitions 1", SMALL);

        for (String state : List.of("Kept", "Wiped")) {
            double first =
                    json.at("/firstDispatchMillisState" + state + "/median").asDouble();
            assertThat(first).as(state).isPositive();
            assertThat(json.at("/lastDispatchMillisState" + state + "/median").asDouble())
                    .as(state)
                    .isGreaterThanOrEqualTo(first);
        }
        assertThat(json.get("early").asInt()).isZero();
        assertThat(json.get("endedTwice").asInt()).isZero();
    }

    @Test
    void executors_tell_how_evenly_they_were_used_and_what_the_slow_one_held_up() throws Exception {
        JsonNode json = told("executors --millis 5 --slower 4 --executor-threads 2", tiny());

        assertThat(json.get("cases")).hasSize(3);
        for (JsonNode each : json.get("cases")) {
            String name = each.get("case").asText();
            assertThat(each.get("jobsPerSecond").asLong()).as(name).isPositive();
            assertThat(each.at("/latencyMillis/count").asInt()).as(name).isEqualTo(JOBS);
            assertThat(each.get("shares"))
                    .as(name)
                    .hasSize(each.get("executors").asInt());
            double shares = 0;
            for (JsonNode share : each.get("shares")) {
                shares += share.asDouble();
            }
            assertThat(shares).as(name).isCloseTo(1, within(0.01));
            assertThat(each.at("/tailMillis/median").asDouble()).as(name).isNotNegative();
        }
        assertThat(json.at("/cases/2/slower").asInt()).isEqualTo(4);
        assertThat(json.get("early").asInt()).isZero();
        assertThat(json.get("endedTwice").asInt()).isZero();
    }

    @Test
    void an_idle_cluster_tells_what_it_uses_and_what_it_commits() throws Exception {
        JsonNode json = told("idle --seconds 1 --rounds 1 --warm-up 0 --partitions 1", SMALL);

        assertThat(json.get("transactionsCommittedBefore").asInt()).isPositive();
        assertThat(json.get("transactionsCommitted").isInt()).isTrue();
        assertThat(json.get("percentOfACore").fieldNames()).toIterable().contains("tracker", "executor");
        assertThat(json.get("rounds")).hasSize(1);
    }

    @Test
    void a_forwarder_that_fails_says_why_and_ends() throws Exception {
        Topics topics = Topics.of("bench-forwarder");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            new TopicProvisioner(admin, 1, TopicProvisioner.BROKERS_DEFAULT).ensure(topics.fixed());
        }
        JobFeedback report = new JobFeedback(
                "bench",
                "j100000000",
                Optional.empty(),
                1,
                0,
                Optional.empty(),
                0,
                "node",
                Optional.empty(),
                new NotStarted("no such runner"));
        try (KafkaProducer<byte[], byte[]> executor = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers), new ByteArraySerializer(), new ByteArraySerializer())) {
            executor.send(new ProducerRecord<>(
                            topics.feedback().name(),
                            report.key().toString().getBytes(StandardCharsets.UTF_8),
                            RecordCodec.of(JobFeedback.class).encode(report)))
                    .get();
        }

        CommandRun ended = CommandRun.of("bench", "forwarder", "--bootstrap", brokers, "--cluster", topics.cluster());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("a thread of the forwarder has ended", "no such runner");
    }

    @Test
    void a_cluster_that_is_there_already_is_neither_measured_nor_removed() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            admin.createTopics(Set.of(new NewTopic("bench-of-others.audit", 1, (short) 1)))
                    .all()
                    .get();

            CommandRun refused = run("throughput", "bench-of-others", tiny());

            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("'bench-of-others' already: bench-of-others.audit", "--cluster");
            assertThat(topics(admin)).contains("bench-of-others.audit");
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

    @ParameterizedTest
    @CsvSource({
        "backlog --backlog 0 --timers 0, --backlog is 0; expected 1, --timers is 0; expected 1",
        "burst --trickle 0 --rounds 0, --trickle is 0; expected 1, --rounds is 0; expected 1",
        "failover --partitions 1 --runs 0, 'expected 2 or more, so that both', --runs is 0; expected 1",
        "restart --backlog -1 --runs 0, --backlog is -1; expected 0, --runs is 0; expected 1",
        "executors --millis 0 --slower 1, --millis is 0; expected 1, --slower is 1; expected 2",
        "idle --seconds 0 --rounds 0, --seconds is 0; expected 1, --rounds is 0; expected 1"
    })
    void each_scenario_tells_what_it_allows(String words, String first, String second) {
        CommandRun wrong = CommandRun.of(("bench " + words).split(" "));

        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains(first, second);
    }

    private JsonNode figures(String words) throws Exception {
        JsonNode json = told(words, tiny());

        assertThat(json.get("jobsPerSecond").asLong()).isPositive();
        assertThat(json.get("submissionsPerSecond").asLong()).isPositive();
        assertThat(json.get("rounds")).hasSize(1);
        assertThat(json.get("settings").get("jobs").asInt()).isEqualTo(JOBS);
        return json;
    }

    private JsonNode told(String words, List<String> options) throws Exception {
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

    private CommandRun run(String words, String cluster, List<String> options) {
        List<String> all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(words.split(" ")));
        all.addAll(List.of("--bootstrap", brokers, "--cluster", cluster));
        all.addAll(options);
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static List<String> tiny() {
        return Stream.of(TINY, SMALL).flatMap(List::stream).toList();
    }

    private static Set<String> topics(Admin admin) throws Exception {
        return admin.listTopics().names().get();
    }
}
