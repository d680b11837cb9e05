package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.duestream.client.BatchResult;
import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.client.JobClientBuilder;
import io.duestream.client.Receipt;
import io.duestream.client.SubmissionFailedException;
import io.duestream.client.SubmissionFailedException.Fate;
import io.duestream.client.SubmissionRefusedException;
import io.duestream.client.SubmissionRefusedException.Reason;
import io.duestream.codec.RecordCodec;
import io.duestream.embedded.EmbeddedCluster;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.RetryPolicy;
import io.duestream.record.JobCommand;
import io.duestream.record.JobOutcome;
import io.duestream.record.OutcomeKind;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.event.FireEnd;
import io.duestream.topic.JobPartition;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ClientSpec {
    private static final int PARTITIONS = 3;
    private static final RecordCodec<JobCommand> COMMANDS = RecordCodec.of(JobCommand.class);
    private static final RecordCodec<JobOutcome> OUTCOMES = RecordCodec.of(JobOutcome.class);

    private final Topics topics = Topics.of("clients");

    @TempDir
    private Path data;

    private EmbeddedCluster cluster;

    @BeforeEach
    void start() {
        cluster = EmbeddedCluster.start(new EmbeddedCluster.Settings(data));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void jobs_land_on_commands_under_their_key_in_the_partition_that_owns_it() {
        make(topics.commands());
        List<Job> jobs = IntStream.range(0, 50)
                .mapToObj(each -> Job.of("mail", "invoice-" + each))
                .toList();

        BatchResult result;
        try (JobClient client = client().build()) {
            result = client.submitAll(jobs);
        }

        assertThat(result.receipts())
                .hasSize(50)
                .allSatisfy(receipt -> assertThat(receipt.position().partition())
                        .isEqualTo(JobPartition.of(receipt.key(), PARTITIONS)));
        assertThat(read(topics.commands(), 50)).allSatisfy(record -> {
            JobCommand command = COMMANDS.decode(record.value());
            assertThat(record.key()).isEqualTo(JobPartition.keyBytes(command.key()));
            assertThat(result.receipts())
                    .filteredOn(receipt -> receipt.key().equals(command.key()))
                    .singleElement()
                    .extracting(Receipt::jobId)
                    .isEqualTo(Optional.of(new JobId(record.partition(), record.offset())));
        });
    }

    @Test
    void a_missing_commands_topic_is_told_with_what_to_do_long_before_the_delivery_timeout() {
        try (JobClient client = client().deliveryTimeout(Duration.ofMinutes(30)).build()) {
            assertThatThrownBy(() -> client.submit(Job.of("mail", "1")))
                    .isInstanceOfSatisfying(
                            SubmissionRefusedException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.TOPIC_MISSING))
                    .hasMessageContaining("clients.commands")
                    .hasMessageContaining("duestream topic create");

            make(topics.commands());

            await().ignoreExceptionsInstanceOf(SubmissionRefusedException.class)
                    .until(() -> client.submit(Job.of("mail", "1")).position().offset() == 0);
        }
    }

    @Test
    void a_job_sent_while_the_broker_goes_away_may_be_sent_again_under_its_id() {
        make(topics.commands());
        try (JobClient client = client().deliveryTimeout(Duration.ofSeconds(2)).build()) {
            client.submit(Job.of("mail", "before"));
            cluster.stopBroker();

            SubmissionFailedException failed = catchThrowableOfType(
                    SubmissionFailedException.class, () -> client.submit(Job.of("mail", "during")));
            cluster.startBroker();
            String id = failed.submissionId().orElseThrow();
            Job again = Job.of("mail", "during").submissionId(id);

            // Whether it left the client before the broker went is a matter of the moment; the id serves in both cases.
            assertThat(failed.fate()).isIn(Fate.UNKNOWN, Fate.NOT_SENT);
            assertThat(failed).hasMessageContaining("again");
            await().ignoreExceptionsInstanceOf(SubmissionFailedException.class)
                    .until(() -> client.submit(again).submissionId().equals(Optional.of(id)));
        }
    }

    @Test
    void an_absent_cluster_is_waited_for_once_and_not_for_each_job_of_a_batch() {
        cluster.stopBroker();
        try (JobClient client = client().deliveryTimeout(Duration.ofSeconds(1)).build()) {
            BatchResult result = client.submitAll(IntStream.range(0, 5_000)
                    .mapToObj(each -> Job.of("mail", "invoice-" + each))
                    .toList());

            assertThat(result.failures())
                    .hasSize(5_000)
                    .allSatisfy(item -> assertThat(item.failure())
                            .get()
                            .isInstanceOfSatisfying(
                                    SubmissionFailedException.class,
                                    failed -> assertThat(failed.fate()).isEqualTo(Fate.NOT_SENT)));
        }
    }

    @Test
    void an_awaited_outcome_arrives_though_its_topic_was_made_after_the_submission() throws Exception {
        make(topics.commands());
        try (JobClient client = client().clientGroup("shop").build();
                KafkaProducer<byte[], byte[]> feedback = transactional()) {
            CompletableFuture<Void> told = CompletableFuture.runAsync(() -> {
                ConsumerRecord<byte[], byte[]> submitted =
                        read(topics.commands(), 1).get(0);
                make(topics.outcomes("shop"));
                tell(feedback, ended(submitted));
            });

            JobOutcome outcome = client.submitAndAwait(Job.of("mail", "1"), Duration.ofSeconds(60));

            assertThat(outcome.end()).contains(FireEnd.SUCCEEDED);
            assertThat(told).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void each_outcome_goes_to_the_handler_once_over_restarts_and_one_it_cannot_take_is_put_aside() {
        make(topics.commands(), topics.deadLetters());
        Queue<String> taken = new ConcurrentLinkedQueue<>();
        JobClientBuilder builder = client().clientGroup("shop")
                .handlerRetry(RetryPolicy.fixed(1, Duration.ofMillis(1)))
                .onOutcome(outcome -> {
                    if (outcome.taskId().equals("bad")) {
                        throw new IllegalStateException("unknown customer");
                    }
                    taken.add(outcome.taskId());
                });
        try (KafkaProducer<byte[], byte[]> feedback = transactional()) {
            JobClient first = builder.build();
            make(topics.outcomes("shop"));
            tell(feedback, ended("one"), ended("bad"), ended("two"));
            await().until(() -> taken.size() == 2);
            assertThat(read(topics.deadLetters(), 1))
                    .extracting(letter -> new String(letter.key(), StandardCharsets.UTF_8))
                    .containsExactly("mail/bad");
            first.close();

            tell(feedback, ended("three"));
            JobClient second = builder.build();
            await().until(() -> taken.size() >= 3);
            second.close();
        }

        assertThat(taken).containsExactlyInAnyOrder("one", "two", "three");
    }

    private JobClientBuilder client() {
        return JobClient.builder()
                .bootstrapServers(cluster.bootstrapServers())
                .cluster(topics.cluster())
                .kafka("reconnect.backoff.max.ms", "200");
    }

    private void make(TopicSpec... specs) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            new TopicProvisioner(admin, PARTITIONS, (short) 1).ensure(List.of(specs));
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read(TopicSpec topic, int count) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "auto.offset.reset", "earliest");
        Queue<ConsumerRecord<byte[], byte[]>> records = new ConcurrentLinkedQueue<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic.name()).stream()
                    .map(each -> new TopicPartition(topic.name(), each.partition()))
                    .toList());
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= count;
            });
        }
        return List.copyOf(records);
    }

    private KafkaProducer<byte[], byte[]> transactional() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "transactional.id", "feedback"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private void tell(KafkaProducer<byte[], byte[]> producer, JobOutcome... outcomes) {
        producer.beginTransaction();
        for (JobOutcome outcome : outcomes) {
            producer.send(new ProducerRecord<>(
                    topics.outcomes("shop").name(), JobPartition.keyBytes(outcome.key()), OUTCOMES.encode(outcome)));
        }
        producer.commitTransaction();
    }

    private static JobOutcome ended(ConsumerRecord<byte[], byte[]> submitted) {
        JobCommand command = COMMANDS.decode(submitted.value());
        return ended(
                command.key(),
                new JobId(submitted.partition(), submitted.offset()),
                ((SubmitJob) command.body()).submissionId());
    }

    private static JobOutcome ended(String taskId) {
        return ended(new JobKey("mail", taskId), new JobId(0, 0), Optional.empty());
    }

    private static JobOutcome ended(JobKey key, JobId job, Optional<String> submissionId) {
        return new JobOutcome(
                key.group(),
                key.taskId(),
                "shop",
                OutcomeKind.FIRE_ENDED,
                Optional.of(job),
                submissionId,
                1,
                Optional.empty(),
                Optional.of(FireEnd.SUCCEEDED),
                "",
                "",
                1,
                0,
                true,
                Instant.parse("2027-03-01T12:00:00Z"));
    }
}
