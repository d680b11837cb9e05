package io.duestream.client;

import io.duestream.client.OutcomeDelivery.End;
import io.duestream.topic.DeadLetters.Origin;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the outcomes of a client group together with the group's other processes. An offset is committed after the
 * handler returned, so an outcome is taken at least once.
 */
final class OutcomeListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeListener.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ASK_FOR_TOPIC = Duration.ofSeconds(2);
    private static final Duration PARKED_FOR = Duration.ofSeconds(30);
    private static final Duration AFTER_ERROR = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(30);
    private static final Duration KAFKA_CALL = Duration.ofSeconds(30);
    private static final int COMMIT_EVERY = 500;
    private static final long COMMIT_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final OutcomeDelivery delivery;
    private final Duration askForTopic;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private final Map<TopicPartition, OffsetAndMetadata> handled = new HashMap<>();
    private final Map<TopicPartition, Long> parkedUntil = new HashMap<>();
    private boolean subscribed;
    private int sinceCommit;
    private long committedAt = System.nanoTime();

    OutcomeListener(Consumer<byte[], byte[]> consumer, String topic, OutcomeDelivery delivery) {
        this(consumer, topic, delivery, ASK_FOR_TOPIC);
    }

    OutcomeListener(Consumer<byte[], byte[]> consumer, String topic, OutcomeDelivery delivery, Duration askForTopic) {
        this.consumer = consumer;
        this.topic = topic;
        this.delivery = delivery;
        this.askForTopic = askForTopic;
        this.thread = new Thread(this::run, "duestream-outcomes");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                turnSafely();
            }
        } catch (InterruptedException e) {
            LOG.warn("the outcome listener of {} was interrupted and stops", topic);
        } finally {
            leave();
        }
    }

    private void turnSafely() throws InterruptedException {
        try {
            turn();
        } catch (WakeupException e) {
            // closing; the loop looks
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (KafkaException e) {
            LOG.error("cannot read outcomes from {}; trying again", topic, e);
            closing.await(AFTER_ERROR.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** One round: what came is handled, and committed when nothing more comes or enough was. */
    void turn() throws InterruptedException {
        if (!subscribed && !subscribe()) {
            closing.await(askForTopic.toNanos(), TimeUnit.NANOSECONDS);
            return;
        }
        resumeParked();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        Map<TopicPartition, Long> next = new HashMap<>();
        boolean all;
        try {
            all = take(records, next);
        } finally {
            awaitLetters(next);
            next.forEach((partition, offset) -> handled.put(partition, new OffsetAndMetadata(offset)));
        }
        if (!all) {
            return;
        }
        if (records.isEmpty() || sinceCommit >= COMMIT_EVERY || System.nanoTime() - committedAt > COMMIT_AFTER_NANOS) {
            commitWhenAllowed();
        }
    }

    /**
     * Gives the outcomes to the handler.
     *
     * @param next where each partition goes on, once the dead letters have arrived
     * @return false if the listener is closing
     */
    private boolean take(ConsumerRecords<byte[], byte[]> records, Map<TopicPartition, Long> next)
            throws InterruptedException {
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                End end = closing.getCount() == 0 ? End.STOPPED : delivery.deliver(record, this::pause);
                if (end == End.STOPPED) {
                    return false;
                }
                if (end == End.PARKED) {
                    park(partition, record.offset());
                    break;
                }
                next.put(partition, record.offset() + 1);
                sinceCommit++;
            }
        }
        return true;
    }

    /** A partition goes back to the first of its records that could not be put aside; what follows comes again. */
    private void awaitLetters(Map<TopicPartition, Long> next) throws InterruptedException {
        Map<TopicPartition, Long> missing = new HashMap<>();
        for (Origin origin : delivery.awaitLetters()) {
            missing.putIfAbsent(new TopicPartition(origin.topic(), origin.partition()), origin.offset());
        }
        next.putAll(missing);
        missing.forEach(this::park);
    }

    private void commitWhenAllowed() {
        try {
            commit(handled);
        } catch (CommitFailedException | RebalanceInProgressException e) {
            LOG.debug("partitions of {} move; the commit comes after that", topic, e);
        }
    }

    /** A consumer that is subscribed to a missing topic complains several times a second, so it is asked for first. */
    boolean subscribe() {
        if (consumer.partitionsFor(topic, KAFKA_CALL).isEmpty()) {
            return false;
        }
        consumer.subscribe(List.of(topic), new Moves());
        subscribed = true;
        return true;
    }

    private boolean pause(Duration time) throws InterruptedException {
        return !closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The partition stands still, not the others: its records keep their order. */
    private void park(TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
        consumer.pause(List.of(partition));
        parkedUntil.put(partition, System.nanoTime() + PARKED_FOR.toNanos());
    }

    private void resumeParked() {
        long now = System.nanoTime();
        List<TopicPartition> over = parkedUntil.entrySet().stream()
                .filter(each -> each.getValue() - now <= 0)
                .map(Map.Entry::getKey)
                .toList();
        consumer.resume(over);
        over.forEach(parkedUntil::remove);
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (!offsets.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> committed = Map.copyOf(offsets);
            consumer.commitSync(committed, KAFKA_CALL);
            handled.keySet().removeAll(committed.keySet());
        }
        sinceCommit = 0;
        committedAt = System.nanoTime();
    }

    private void leave() {
        try {
            try {
                commit(handled);
            } catch (WakeupException e) {
                // It was meant for a poll that did not come.
                commit(handled);
            }
        } catch (KafkaException e) {
            LOG.warn("cannot commit the outcomes taken last from {}; they will come again", topic, e);
        } finally {
            consumer.close();
        }
    }

    void closeSoon() {
        closing.countDown();
        consumer.wakeup();
    }

    /** Ends after the handler's present call, but not later than 30 s. */
    @Override
    public void close() {
        closeSoon();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(CLOSE.toMillis());
            if (thread.isAlive()) {
                LOG.warn("the outcome handler of {} does not return; it is interrupted", topic);
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /** Partitions that go to another process of the group. */
    private final class Moves implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            Map<TopicPartition, OffsetAndMetadata> theirs = new HashMap<>(handled);
            theirs.keySet().retainAll(partitions);
            try {
                commit(theirs);
            } catch (KafkaException e) {
                LOG.warn("cannot commit {} before it moves; its last outcomes will come again", partitions, e);
            }
            onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            handled.keySet().removeAll(partitions);
            parkedUntil.keySet().removeAll(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            // read from the committed offset, else from the beginning
        }
    }
}
