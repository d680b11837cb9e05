package io.duestream.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written to a topic from a certain time on, all partitions of it, read without a consumer group. Used by one
 * thread, but for {@link #stop()}.
 *
 * <p>Nothing is missed: a topic or partition that was not there when reading began is read from its beginning.
 */
final class TopicTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration ASK_FOR_TOPIC = Duration.ofMillis(250);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<TopicPartition> partitions = new ArrayList<>();

    TopicTail(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    String topic() {
        return topic;
    }

    /**
     * Begins behind what is in the topic now; the second time, again so.
     *
     * @throws org.apache.kafka.common.KafkaException if the cluster does not answer in time or does not allow it
     */
    void startAtEnd(Duration timeout) {
        partitions.clear();
        discover(timeout);
        consumer.seekToEnd(partitions);
        // Seeking is lazy: without asking for it, the end would be looked up at the first poll, after the sending.
        partitions.forEach(each -> consumer.position(each, timeout));
    }

    /** The next records; also empty when the topic is not there yet, or the brokers do not answer just now. */
    ConsumerRecords<byte[], byte[]> poll(Duration timeout) throws InterruptedException {
        List<TopicPartition> added;
        try {
            added = discover(timeout);
        } catch (TimeoutException e) {
            LOG.debug("the brokers do not tell the partitions of {} now: {}", topic, e.getMessage());
            return ConsumerRecords.empty();
        }
        if (partitions.isEmpty()) {
            Duration pause = timeout.compareTo(ASK_FOR_TOPIC) < 0 ? timeout : ASK_FOR_TOPIC;
            stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
            return ConsumerRecords.empty();
        }
        if (!added.isEmpty()) {
            // For an empty list the consumer would seek all that it has.
            consumer.seekToBeginning(added);
        }
        return consumer.poll(timeout);
    }

    /** How far another topic goes now, by partition; none if it is not there. */
    List<Long> ends(String other, Duration timeout) {
        List<TopicPartition> all = consumer.partitionsFor(other, timeout).stream()
                .map(each -> new TopicPartition(other, each.partition()))
                .toList();
        var ends = consumer.endOffsets(all, timeout);
        return all.stream()
                .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
                .map(ends::get)
                .toList();
    }

    private List<TopicPartition> discover(Duration timeout) {
        List<TopicPartition> added = consumer.partitionsFor(topic, timeout).stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .filter(each -> !partitions.contains(each))
                .toList();
        if (!added.isEmpty()) {
            partitions.addAll(added);
            consumer.assign(partitions);
        }
        return added;
    }

    /** Ends a poll that is under way in another thread; that thread then closes. */
    void stop() {
        stopped.countDown();
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
    }
}
