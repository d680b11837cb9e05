package io.duestream.client;

import io.duestream.codec.RecordCodec;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.record.JobCommand;
import io.duestream.record.JobOutcome;
import io.duestream.record.OutcomeKind;
import io.duestream.record.event.FireEnd;
import io.duestream.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A client on mocked Kafka clients, with a clock that stands and submission ids that count. */
final class Fixture {
    static final Topics TOPICS = Topics.of("duestream");
    static final String OUTCOMES = TOPICS.outcomes("shop").name();
    static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    static final Duration LONG = Duration.ofSeconds(20);
    static final JobKey KEY = new JobKey("mail", "invoice-4711");

    private static final RecordCodec<JobCommand> COMMANDS = RecordCodec.of(JobCommand.class);
    private static final RecordCodec<JobOutcome> OUTCOME = RecordCodec.of(JobOutcome.class);

    final MockProducer<byte[], byte[]> producer;
    CommandsTopic commands = () -> {};
    Optional<String> clientGroup = Optional.empty();
    Optional<AwaitedOutcomes> awaited = Optional.empty();

    private Fixture(boolean acknowledging) {
        producer = new MockProducer<>(acknowledging, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Brokers acknowledge at once. */
    static Fixture acknowledging() {
        return new Fixture(true);
    }

    /** The test answers for the brokers. */
    static Fixture silent() {
        return new Fixture(false);
    }

    JobClient client() {
        AtomicInteger ids = new AtomicInteger();
        return new JobClient(new JobClient.Parts(
                new CommandSender(
                        TOPICS.commands().name(),
                        () -> commands.require(),
                        producer,
                        new CommandEncoder(Clock.fixed(NOW, ZoneOffset.UTC), "billing")),
                new Preparation(clientGroup, () -> "id-" + ids.incrementAndGet()),
                awaited,
                Optional.empty(),
                LONG,
                () -> producer.close(LONG)));
    }

    List<JobCommand> sent() {
        return producer.history().stream()
                .map(ProducerRecord::value)
                .map(COMMANDS::decode)
                .toList();
    }

    JobCommand onlySent() {
        List<JobCommand> all = sent();
        if (all.size() != 1) {
            throw new AssertionError("one command was expected: " + all);
        }
        return all.get(0);
    }

    static MockConsumer<byte[], byte[]> consumer(String topic, int partitions) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        addTopic(consumer, topic, partitions);
        return consumer;
    }

    static void addTopic(MockConsumer<byte[], byte[]> consumer, String topic, int partitions) {
        consumer.updatePartitions(
                topic,
                IntStream.range(0, partitions)
                        .mapToObj(each -> new PartitionInfo(topic, each, null, null, null))
                        .toList());
        IntStream.range(0, partitions)
                .mapToObj(each -> new TopicPartition(topic, each))
                .forEach(each -> {
                    consumer.updateBeginningOffsets(java.util.Map.of(each, 0L));
                    consumer.updateEndOffsets(java.util.Map.of(each, 0L));
                });
    }

    static ConsumerRecord<byte[], byte[]> record(int partition, long offset, JobOutcome outcome) {
        return new ConsumerRecord<>(OUTCOMES, partition, offset, null, OUTCOME.encode(outcome));
    }

    static JobOutcome fireEnded(String submissionId, JobId jobId, FireEnd end) {
        return outcome(OutcomeKind.FIRE_ENDED, Optional.ofNullable(submissionId), jobId, Optional.of(end));
    }

    static JobOutcome told(OutcomeKind kind, String submissionId, JobId jobId) {
        return outcome(kind, Optional.ofNullable(submissionId), jobId, Optional.empty());
    }

    private static JobOutcome outcome(
            OutcomeKind kind, Optional<String> submissionId, JobId jobId, Optional<FireEnd> end) {
        return new JobOutcome(
                KEY.group(),
                KEY.taskId(),
                "shop",
                kind,
                Optional.ofNullable(jobId),
                submissionId,
                end.isPresent() ? 1 : 0,
                Optional.empty(),
                end,
                "",
                "",
                1,
                0,
                true,
                NOW);
    }
}
