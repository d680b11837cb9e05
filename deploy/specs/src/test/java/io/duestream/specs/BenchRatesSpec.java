package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.duestream.codec.RecordCodec;
import io.duestream.record.JobFeedback;
import io.duestream.record.report.NotStarted;
import io.duestream.specs.fixture.Brokers;
import io.duestream.specs.fixture.CommandRun;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** What a cluster does in a second, how long jobs wait, and which calls the bench refuses. */
@Timeout(120)
class BenchRatesSpec {
    private final BenchCall bench = new BenchCall(Brokers.embedded().bootstrapServers());

    @ParameterizedTest
    @ValueSource(strings = {"latency --rate 200", "timers --window 1"})
    void a_scenario_tells_every_figure_in_one_line_and_leaves_no_topic(String words) throws Exception {
        JsonNode json = bench.figures(words);

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
    void throughput_and_ceiling_in_one_run_tell_their_ratio() throws Exception {
        JsonNode json = bench.figures("throughput --with-ceiling");

        assertThat(json.get("ratio").asDouble()).isPositive();
        assertThat(json.get("ratios").fieldNames()).toIterable().contains("median", "least", "most");
        assertThat(json.get("ceilingJobsPerSecond").asLong()).isPositive();
        assertThat(json.get("ceilingEndedTwice").isInt()).isTrue();
        assertThat(json.get("forwarderRestarts").isInt()).isTrue();
        assertThat(json.get("submissionsPerSecondTrackerStopped").asLong()).isPositive();
        for (String times : List.of("latencyMillis", "latenessMillis")) {
            assertThat(json.get(times).get("max").asDouble()).as(times).isPositive();
        }
    }

    @Test
    void executors_tell_how_evenly_they_were_used_and_what_the_slow_one_held_up() throws Exception {
        JsonNode json = bench.told("executors --millis 5 --slower 4 --executor-threads 2", BenchCall.tiny());

        assertThat(json.get("cases")).hasSize(3);
        for (JsonNode each : json.get("cases")) {
            String name = each.get("case").asText();
            assertThat(each.get("jobsPerSecond").asLong()).as(name).isPositive();
            assertThat(each.at("/latencyMillis/count").asInt()).as(name).isEqualTo(BenchCall.JOBS);
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
        JsonNode json = bench.told("idle --seconds 1 --rounds 1 --warm-up 0 --partitions 1", BenchCall.SMALL);

        assertThat(json.get("transactionsCommittedBefore").asInt()).isPositive();
        assertThat(json.get("transactionsCommitted").isInt()).isTrue();
        assertThat(json.get("percentOfACore").fieldNames()).toIterable().contains("tracker", "executor");
        assertThat(json.get("rounds")).hasSize(1);
    }

    @Test
    void a_forwarder_that_fails_says_why_and_ends() throws Exception {
        Topics topics = Topics.of("bench-forwarder");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bench.brokers()))) {
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
                Map.of("bootstrap.servers", bench.brokers()), new ByteArraySerializer(), new ByteArraySerializer())) {
            executor.send(new ProducerRecord<>(
                            topics.feedback().name(),
                            report.key().toString().getBytes(StandardCharsets.UTF_8),
                            RecordCodec.of(JobFeedback.class).encode(report)))
                    .get();
        }

        CommandRun ended =
                CommandRun.of("bench", "forwarder", "--bootstrap", bench.brokers(), "--cluster", topics.cluster());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("a thread of the forwarder has ended", "no such runner");
    }

    @Test
    void a_cluster_that_is_there_already_is_neither_measured_nor_removed() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bench.brokers()))) {
            admin.createTopics(Set.of(new NewTopic("bench-of-others.audit", 1, (short) 1)))
                    .all()
                    .get();

            CommandRun refused = bench.run("throughput", "bench-of-others", BenchCall.tiny());

            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("'bench-of-others' already: bench-of-others.audit", "--cluster");
            assertThat(BenchCall.topics(admin)).contains("bench-of-others.audit");
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
}
