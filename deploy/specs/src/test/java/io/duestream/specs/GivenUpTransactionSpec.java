package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.duestream.specs.fixture.Cluster;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.Topics;
import io.duestream.tracker.topology.KnownGroups;
import io.duestream.tracker.topology.Leftovers;
import io.duestream.tracker.topology.StreamClients;
import io.duestream.tracker.topology.StreamThreads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A transaction whose records are on their way to a topic that is deleted is given up without waiting for them. */
@Timeout(90)
class GivenUpTransactionSpec {
    private final Cluster cluster = Cluster.embedded();
    private final Topics topics = cluster.topics();
    private final String ill = topics.dispatch("ill").name();
    private final String well = topics.dispatch("well").name();
    /** What the tracker believes to be there. */
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    private final KnownGroups groups = new KnownGroups(topics, this::partitions, () -> {});
    private final Queue<Optional<Exception>> told = new ConcurrentLinkedQueue<>();
    private Admin admin;
    private Producer<byte[], byte[]> producer;

    @BeforeEach
    void start() {
        admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
        new TopicProvisioner(admin, 1, (short) 1).ensure(List.of(topics.dispatch("ill"), topics.dispatch("well")));
        seen.addAll(Set.of(ill, well));
        // As StreamsSettings has them, but nothing times out while the specification lasts.
        producer = new StreamClients(new StreamThreads(), groups, topics, Leftovers.NONE)
                .getProducer(Map.of(
                        "bootstrap.servers", cluster.bootstrapServers(),
                        "transactional.id", topics.cluster(),
                        "max.in.flight.requests.per.connection", 1,
                        "retry.backoff.ms", 2,
                        "retry.backoff.max.ms", 100,
                        "max.block.ms", 60_000,
                        "delivery.timeout.ms", 120_000));
        producer.initTransactions();
        producer.beginTransaction();
        send(well, 1);
        send(ill, 1);
        producer.commitTransaction();
    }

    @AfterEach
    void stop() {
        producer.close();
        admin.close();
        cluster.close();
    }

    @Test
    void neither_a_flush_nor_the_abort_after_it_waits_for_records_that_nobody_takes() throws Exception {
        producer.beginTransaction();
        send(well, 2);
        delete(ill);
        send(ill, 2);
        CompletableFuture<Void> looking = CompletableFuture.runAsync(this::seeThatIllIsGone);

        producer.flush();
        looking.get();
        assertThatThrownBy(producer::commitTransaction).isInstanceOf(InvalidProducerEpochException.class);
        producer.abortTransaction();

        theNextTransactionIsReadAndTheGivenUpOneIsNot();
    }

    @Test
    void a_send_does_not_wait_for_a_topic_that_the_producer_no_longer_finds() throws Exception {
        producer.beginTransaction();
        send(well, 2);
        delete(ill);
        send(ill, 2);
        await().until(() -> producer.metrics().values().stream()
                .anyMatch(metric -> metric.metricName().name().equals("record-retry-total")
                        && metric.metricValue() instanceof Double retries
                        && retries > 0));
        CompletableFuture<Void> looking = CompletableFuture.runAsync(this::seeThatIllIsGone);

        assertThatThrownBy(() -> {
                    while (true) {
                        send(ill, 3);
                    }
                })
                .hasCauseInstanceOf(InvalidProducerEpochException.class);
        looking.get();
        producer.abortTransaction();

        theNextTransactionIsReadAndTheGivenUpOneIsNot();
    }

    private void theNextTransactionIsReadAndTheGivenUpOneIsNot() {
        producer.beginTransaction();
        send(well, 4);
        producer.flush();
        producer.commitTransaction();
        try (CommittedReader reader = new CommittedReader(cluster.bootstrapServers(), well)) {
            await().untilAsserted(() -> assertThat(reader.read())
                    .extracting(record -> record.value()[0])
                    .containsExactly((byte) 1, (byte) 4));
        }
        assertThat(told).as("Streams would keep the error for its next life").containsOnly(Optional.empty());
    }

    private void seeThatIllIsGone() {
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        seen.remove(ill);
        groups.changed(ill);
    }

    private void send(String topic, int value) {
        producer.send(
                new ProducerRecord<>(topic, 0, null, new byte[] {(byte) value}),
                (sent, failure) -> told.add(Optional.ofNullable(failure)));
    }

    private void delete(String topic) throws Exception {
        admin.deleteTopics(List.of(topic)).all().get();
        await().until(() -> !admin.listTopics().names().get().contains(topic));
    }

    private List<PartitionInfo> partitions(String topic) {
        return IntStream.range(0, seen.contains(topic) ? 1 : 0)
                .mapToObj(each -> new PartitionInfo(topic, each, null, null, null))
                .toList();
    }
}
