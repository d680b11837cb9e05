package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.codec.RecordCodec;
import io.duestream.executor.RunResult;
import io.duestream.job.JobKey;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.command.PauseJob;
import io.duestream.record.event.CommandRefused;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.ReportIgnored;
import io.duestream.specs.fixture.Cluster;
import io.duestream.specs.fixture.CommandRun;
import io.duestream.topic.DeadLetters;
import io.duestream.topic.DeadLetters.Origin;
import io.duestream.topic.JobPartition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was put aside is shown, and sent back once, whoever does it and however often. */
@Timeout(120)
class DeadLetterSpec {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Cluster cluster = Cluster.embedded();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void garbage_is_shown_and_not_sent_again_unless_that_is_insisted_on() throws Exception {
        cluster.startTracker();
        send(new ProducerRecord<>(cluster.topics().commands().name(), 1, bytes("mail/x"), bytes("no command")));
        awaitLetters(1);

        CommandRun list = run("dead-letter", "list");
        assertThat(list.exitCode()).isZero();
        assertThat(list.out())
                .contains("tracker", cluster.topics().commands().name() + "-1@", "mail/x", "single-object encoding");
        assertThat(run("dead-letter", "show", "0").out())
                .as("the letter's own offset is the first of the topic")
                .contains("mail/x", "6e 6f 20 63 6f 6d 6d 61 6e 64", "no command");

        CommandRun refused = run("dead-letter", "retry", "0");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).contains("put aside again", "single-object encoding", "--force", "1 left alone");

        assertThat(run("dead-letter", "retry", "0", "--force").exitCode()).isZero();
        awaitLetters(2);
        assertThat(run("dead-letter", "dismiss", "--all", "--yes").out()).contains("1 done, 0 left alone");
        assertThat(run("dead-letter", "list", "--open", "--json").out()).contains("\"found\" : 0");
        assertProven();
    }

    @Test
    void a_command_that_can_be_read_by_now_is_done_and_a_second_retry_is_told_of_the_first() throws Exception {
        cluster.startTracker();
        cluster.startExecutor("mail", 1, context -> RunResult.success());
        cluster.startClient("shop");
        JobKey absent = new JobKey("mail", "absent");
        byte[] pause = RecordCodec.of(JobCommand.class)
                .encode(new JobCommand(
                        absent.group(), absent.taskId(), Instant.now(), "ann", Optional.empty(), new PauseJob("once")));
        sendLetter(cluster.topics().commands().name(), JobPartition.keyBytes(absent), pause);

        assertThat(run("dead-letter", "retry", "--topic", "commands", "--yes").out())
                .contains("sent to " + cluster.topics().commands().name(), "1 done, 0 left alone");

        await().atMost(SOON)
                .until(() ->
                        cluster.audit().events(absent, CommandRefused.class).size() == 1);
        CommandRun second = run("dead-letter", "retry", "0");
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.out()).contains("retried", "by " + System.getProperty("user.name"), "--again");
        assertThat(run("dead-letter", "list").out()).contains("PauseJob mail/absent", "retried");
        assertThat(run("dead-letter", "retry", "0", "--again").exitCode()).isZero();
        await().atMost(SOON)
                .until(() ->
                        cluster.audit().events(absent, CommandRefused.class).size() == 2);
        ConsumerRecord<byte[], byte[]> copy = read(cluster.topics().commands().name(), 1).stream()
                .filter(each -> each.headers().lastHeader("trace") != null)
                .findFirst()
                .orElseThrow();
        assertThat(copy.value()).isEqualTo(pause);
        assertThat(copy.key()).isEqualTo(JobPartition.keyBytes(absent));
        assertThat(copy.headers().toArray()).hasSize(1);
        assertThat(copy.partition()).isEqualTo(JobPartition.of(absent, 2));
        assertProven();
    }

    @Test
    void an_attempt_that_is_sent_again_after_its_end_changes_nothing() throws Exception {
        cluster.startTracker();
        cluster.startExecutor("mail", 1, context -> RunResult.success());
        Job job = Job.of("mail", "once");
        cluster.startClient("shop").submit(job);
        await().atMost(SOON)
                .until(() -> cluster.audit().events(job.key(), JobEnded.class).size() == 1);
        ConsumerRecord<byte[], byte[]> dispatch =
                read(cluster.topics().dispatch("mail").name(), 1).get(0);
        send(new DeadLetters(cluster.topics()).unreadable(dispatch, "an older executor could not read it"));

        assertThat(run("dead-letter", "retry", "0").exitCode()).isZero();

        await().atMost(SOON)
                .until(() ->
                        !cluster.audit().events(job.key(), ReportIgnored.class).isEmpty());
        assertThat(cluster.audit().events(job.key(), FireEnded.class)).hasSize(1);
        List<ConsumerRecord<byte[], byte[]>> attempts =
                read(cluster.topics().dispatch("mail").name(), 2);
        RecordCodec<JobDispatch> codec = RecordCodec.of(JobDispatch.class);
        assertThat(attempts)
                .extracting(each -> codec.decode(each.value()).token())
                .containsOnly(codec.decode(dispatch.value()).token());
        assertProven();
    }

    @Test
    void two_operators_at_once_send_each_letter_once() throws Exception {
        cluster.startTracker();
        int letters = 60;
        for (int i = 0; i < letters; i++) {
            JobKey key = new JobKey("mail", "absent-" + i);
            sendLetter(
                    cluster.topics().commands().name(),
                    JobPartition.keyBytes(key),
                    RecordCodec.of(JobCommand.class)
                            .encode(new JobCommand(
                                    key.group(),
                                    key.taskId(),
                                    Instant.now(),
                                    "ann",
                                    Optional.empty(),
                                    new PauseJob(""))));
        }

        List<CompletableFuture<CommandRun>> operators = IntStream.range(0, 3)
                .mapToObj(each -> CompletableFuture.supplyAsync(() -> run("dead-letter", "retry", "--all", "--yes")))
                .toList();
        List<CommandRun> ends = operators.stream().map(CompletableFuture::join).toList();

        assertThat(ends)
                .anySatisfy(each -> assertThat(each.exitCode()).as(each.err()).isZero());
        assertThat(run("dead-letter", "list", "--open", "--json").out()).contains("\"found\" : 0");
        await().atMost(SOON).untilAsserted(() -> {
            for (int i = 0; i < letters; i++) {
                assertThat(cluster.audit().events(new JobKey("mail", "absent-" + i), CommandRefused.class))
                        .hasSize(1);
            }
        });
    }

    @Test
    void what_cannot_be_had_back_or_must_not_be_written_twice_is_left_alone() throws Exception {
        cluster.startTracker();
        DeadLetters letters = new DeadLetters(cluster.topics());
        byte[] large = new byte[4 * 1024 * 1024];
        send(letters.unreadable(at(cluster.topics().commands().name()), null, large, List.of(), "too large"));
        send(letters.unreadable(at(cluster.topics().audit().name()), null, bytes("x"), List.of(), "unreadable"));
        send(letters.unreadable(at("elsewhere.commands"), null, bytes("x"), List.of(), "unreadable"));
        send(new ProducerRecord<>(cluster.topics().deadLetters().name(), bytes("x"), bytes("no letter")));
        sendLetter(cluster.topics().outcomes("nobody").name(), bytes("mail/x"), bytes("x"));

        CommandRun retry = run("dead-letter", "retry", "--all", "--yes", "--force");

        assertThat(retry.exitCode()).isEqualTo(1);
        assertThat(retry.out())
                .contains(
                        "0  left alone: it was cut",
                        "1  left alone: a decision is never written twice",
                        "2  left alone: elsewhere.commands is no topic of cluster",
                        "4  left alone: there is no topic "
                                + cluster.topics().outcomes("nobody").name(),
                        "0 done, 4 left alone");
        assertThat(run("dead-letter", "list").out()).contains("1 records there are no dead letters");
    }

    private Origin at(String topic) {
        return new Origin(topic, 0, 7);
    }

    private void assertProven() {
        CommandRun verify = run("audit", "verify", "--grace", "0");
        assertThat(verify.exitCode()).as(verify.out() + verify.err()).isZero();
    }

    private CommandRun run(String... words) {
        return CommandRun.of(cluster, words);
    }

    /** A letter as a reader would have written it that could not read its record. */
    private void sendLetter(String topic, byte[] key, byte[] value) throws Exception {
        send(new DeadLetters(cluster.topics())
                .unreadable(at(topic), key, value, List.of(new RecordHeader("trace", bytes("7"))), "not understood"));
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "max.request.size", 5_000_000),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(record).get(20, TimeUnit.SECONDS);
        }
    }

    private void awaitLetters(int count) {
        await().atMost(SOON)
                .until(() -> run("dead-letter", "list", "--json").out().contains("\"found\" : " + count));
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        try (CommittedReader reader = new CommittedReader(cluster.bootstrapServers(), topic)) {
            await().atMost(SOON).until(() -> {
                read.clear();
                read.addAll(reader.read());
                return read.size() >= count;
            });
        }
        return read;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
