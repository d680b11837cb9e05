package io.duestream.feedback;

import io.duestream.feedback.Batch.Telling;
import io.duestream.topic.DeadLetters;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of the consumer and the producer: everything that a poll returned is told in one transaction with its
 * offsets. What a transaction cannot say about its own state ends the session; the next one begins at the offsets that
 * were committed, so nothing is told twice and nothing is left out.
 */
final class OutcomeSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeSession.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration COMMIT_WITHIN = Duration.ofSeconds(15);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final Topics topics;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final Destinations destinations;
    private final Progress progress;
    private final DeadLetters letters;
    private final Batch.Reader reader;
    private final Parking parking;

    OutcomeSession(
            Topics topics,
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            Destinations destinations,
            Progress progress,
            LongSupplier nanos) {
        this.topics = topics;
        this.consumer = consumer;
        this.producer = producer;
        this.destinations = destinations;
        this.progress = progress;
        this.letters = new DeadLetters(topics);
        this.reader = new Batch.Reader(letters);
        this.parking = new Parking(consumer, nanos);
    }

    /** A record on its way, and the client group that it is for, if any. */
    private record Sending(ProducerRecord<byte[], byte[]> record, Optional<String> clientGroup) {}

    private record Failure(Sending sending, Exception reason) {}

    /** Ends what a predecessor of the same instance left open, and joins the consumer group. */
    void begin() {
        producer.initTransactions();
        consumer.subscribe(List.of(topics.audit().name()));
    }

    /**
     * One poll and what follows from it. Waits a short time for something to read.
     *
     * @return whether something was read and committed
     * @throws KafkaException if the session has to end
     */
    boolean turn() {
        parking.resumeDue();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (connected()) {
            progress.running();
        } else {
            progress.disconnected();
        }
        boolean committed = !records.isEmpty() && tell(records);
        progress.waiting(parking.reasons(), destinations.refused());
        return committed;
    }

    private boolean tell(ConsumerRecords<byte[], byte[]> records) {
        Batch batch = reader.read(records);
        List<Sending> sendings = sendings(batch);
        if (sendings.isEmpty()) {
            // A transaction costs markers in every partition it touches; there is nothing to be atomic with.
            if (!batch.offsets().isEmpty()) {
                consumer.commitSync(batch.offsets(), COMMIT_WITHIN);
            }
        } else if (!transact(sendings, batch.offsets())) {
            rewind(records);
            return false;
        }
        parking.park(batch.parked());
        return true;
    }

    private List<Sending> sendings(Batch batch) {
        List<Sending> sendings = new ArrayList<>();
        Map<String, Integer> undeliverable = new TreeMap<>();
        for (Telling telling : batch.outcomes()) {
            Optional<String> problem = destinations.problem(telling.clientGroup());
            if (problem.isEmpty()) {
                String topic = topics.outcomes(telling.clientGroup()).name();
                sendings.add(new Sending(
                        new ProducerRecord<>(topic, telling.key(), telling.value()),
                        Optional.of(telling.clientGroup())));
            } else {
                sendings.add(new Sending(undeliverable(telling, problem.get()), Optional.empty()));
                undeliverable.merge("client group " + telling.clientGroup() + ": " + problem.get(), 1, Integer::sum);
            }
        }
        for (ProducerRecord<byte[], byte[]> letter : batch.deadLetters()) {
            sendings.add(new Sending(letter, Optional.empty()));
        }
        undeliverable.forEach((reason, count) -> LOG.warn("{} outcomes are put aside, {}", count, reason));
        if (!batch.deadLetters().isEmpty()) {
            LOG.warn(
                    "{} audit records cannot be read and are put aside",
                    batch.deadLetters().size());
        }
        if (sendings.stream().anyMatch(sending -> sending.clientGroup().isEmpty())) {
            destinations.requireDeadLetters();
        }
        return sendings;
    }

    private ProducerRecord<byte[], byte[]> undeliverable(Telling telling, String reason) {
        if (!Topics.validName(telling.clientGroup())) {
            return letters.unreadable(telling.from(), telling.key(), telling.value(), List.of(), reason);
        }
        String destination = topics.outcomes(telling.clientGroup()).name();
        return letters.undeliverable(
                telling.from(), new ProducerRecord<>(destination, telling.key(), telling.value()), reason);
    }

    /** Answers whether it was committed; if not it was aborted, and the groups at fault are known. */
    private boolean transact(List<Sending> sendings, Map<TopicPartition, OffsetAndMetadata> offsets) {
        producer.beginTransaction();
        Queue<Failure> failures = new ConcurrentLinkedQueue<>();
        send(sendings, failures);
        producer.flush();
        if (!failures.isEmpty()) {
            blame(failures);
            producer.abortTransaction();
            return false;
        }
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        Set<String> groups = new HashSet<>();
        sendings.forEach(sending -> sending.clientGroup().ifPresent(groups::add));
        destinations.delivered(groups);
        long outcomes = sendings.stream()
                .filter(sending -> sending.clientGroup().isPresent())
                .count();
        progress.committed(outcomes, sendings.size() - outcomes);
        return true;
    }

    private void send(List<Sending> sendings, Queue<Failure> failures) {
        for (Sending sending : sendings) {
            try {
                producer.send(sending.record(), (position, reason) -> {
                    if (reason != null) {
                        failures.add(new Failure(sending, reason));
                    }
                });
            } catch (KafkaException e) {
                if (failures.isEmpty()) {
                    throw e;
                }
                // The transaction is lost already by a record before.
                return;
            }
        }
    }

    /** Finds the groups whose topics refuse records. If none does, the fault lies elsewhere and the session ends. */
    private void blame(Queue<Failure> failures) {
        destinations.forget();
        Map<String, String> atFault = new TreeMap<>();
        for (Failure failure : failures) {
            if (Refusals.ofTopic(failure.reason())) {
                failure.sending()
                        .clientGroup()
                        .ifPresent(group ->
                                atFault.put(group, failure.sending().record().topic() + ": " + failure.reason()));
            }
        }
        if (atFault.isEmpty()) {
            Exception first = failures.element().reason();
            throw new KafkaException(
                    "sending to " + failures.element().sending().record().topic() + ": " + first, first);
        }
        atFault.forEach((group, reason) -> {
            LOG.warn("a transaction is given up and tried again, client group {} is at fault: {}", group, reason);
            destinations.refusedRecord(group, reason);
        });
        progress.failed(String.join("; ", atFault.values()));
    }

    private void rewind(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, records.records(partition).get(0).offset());
            }
        }
    }

    /** A consumer polls an absent broker in silence; its open connections say whether one is there. */
    private boolean connected() {
        for (Metric metric : consumer.metrics().values()) {
            if (metric.metricName().name().equals("connection-count")) {
                return !(metric.metricValue() instanceof Double count) || count > 0;
            }
        }
        return true;
    }

    /** Aborts what is open and leaves the group. */
    @Override
    public void close() {
        try {
            producer.close(CLOSE_WITHIN);
        } catch (RuntimeException e) {
            LOG.warn("closing the producer failed; its transaction ends by its timeout: {}", e.toString());
        }
        try {
            consumer.close(CloseOptions.timeout(CLOSE_WITHIN));
        } catch (RuntimeException e) {
            LOG.warn("closing the consumer failed; its session ends by its timeout: {}", e.toString());
        }
    }
}
