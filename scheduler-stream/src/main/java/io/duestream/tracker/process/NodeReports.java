package io.duestream.tracker.process;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.RecordCodec;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.record.NodeReport;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what every node reports each second, from now on, on a thread of its own. It also tells up to when it has read
 * everything: a poll that brings nothing looks the same whether all nodes are silent or the brokers are, so the end of the
 * topic is asked for each second.
 */
final class NodeReports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeReports.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ASK_EVERY = Duration.ofSeconds(1);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final RecordCodec<NodeReport> codec = RecordCodec.of(NodeReport.class);
    private final Consumer<byte[], byte[]> consumer;
    private final LongSupplier nanos;
    private final TopicPartition metrics;
    private final List<Listener> listeners;
    private final Thread thread;
    private long askedAt;
    private long endAsked = -1;
    private volatile boolean closed;

    /** Told on the reading thread; must not block. */
    interface Listener {
        /** A report was read. */
        void reported(NodeReport report);

        /** All that was read in one poll has been told; perhaps nothing. */
        default void polled() {}

        /** Everything that was written before has been read. */
        default void current(long asOfNanos) {}
    }

    /** Reads with a consumer of its own, without a group. */
    NodeReports(Map<String, Object> clients, Topics topics, List<Listener> listeners) {
        this(new KafkaConsumer<>(settings(clients)), topics, System::nanoTime, listeners);
    }

    /**
     * Reads with a consumer, which it closes.
     *
     * @param nanos time that only moves forward
     */
    NodeReports(Consumer<byte[], byte[]> consumer, Topics topics, LongSupplier nanos, List<Listener> listeners) {
        this.consumer = consumer;
        this.nanos = nanos;
        this.metrics = new TopicPartition(topics.metrics().name(), 0);
        this.listeners = List.copyOf(listeners);
        this.thread = new Thread(this::run, "node-reports");
        this.thread.setDaemon(true);
    }

    private static Map<String, Object> settings(Map<String, Object> clients) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        return settings;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (consumer) {
            consumer.assign(List.of(metrics));
            consumer.seekToEnd(List.of(metrics));
            while (!closed) {
                read();
            }
        } catch (WakeupException e) {
            LOG.debug("woken to close", e);
        } catch (Error e) {
            LOG.error("node reports are read no more: worker threads count as unknown, no node is found lost", e);
        }
    }

    private void read() {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
            listeners.forEach(Listener::polled);
            askForEnd();
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.warn("node reports cannot be read now: {}", e.toString());
            pause();
        } catch (RuntimeException e) {
            LOG.warn("reading node reports failed; it goes on with the next", e);
            pause();
        }
    }

    private void askForEnd() {
        long now = nanos.getAsLong();
        if (endAsked < 0 || now - askedAt >= ASK_EVERY.toNanos()) {
            long end = consumer.endOffsets(List.of(metrics), ANSWERS_WITHIN).get(metrics);
            askedAt = now;
            endAsked = end;
        }
        if (endAsked >= 0 && consumer.position(metrics, ANSWERS_WITHIN) >= endAsked) {
            listeners.forEach(listener -> listener.current(askedAt));
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            NodeReport report = codec.decode(record.value());
            listeners.forEach(listener -> listener.reported(report));
        } catch (MalformedRecordException | UnknownSchemaException e) {
            LOG.warn("{} cannot be read as a node report: {}", record, e.getMessage());
        } catch (RuntimeException e) {
            // Thrown on, it would take the rest of the batch with it, and nodes whose reports are in it would seem
            // silent.
            LOG.error(
                    "a node report in {}-{}@{} could not be taken",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e);
        }
    }

    private void pause() {
        try {
            synchronized (this) {
                wait(AFTER_FAILURE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        if (thread.getState() == Thread.State.NEW) {
            consumer.close();
            return;
        }
        consumer.wakeup();
        synchronized (this) {
            notifyAll();
        }
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
