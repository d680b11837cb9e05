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
import java.util.concurrent.ConcurrentHashMap;
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

/** How many worker threads each node group has, as its nodes report every second. Read on a thread of its own. */
final class GroupThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupThreads.class);
    private static final long FORGOTTEN_NANOS = Duration.ofSeconds(10).toNanos();
    /** More than a node can have; what it says is not believed beyond that. */
    private static final int MOST_THREADS = 100_000;

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final RecordCodec<NodeReport> codec = RecordCodec.of(NodeReport.class);
    private final Consumer<byte[], byte[]> consumer;
    private final LongSupplier nanos;
    private final TopicPartition metrics;
    private final Listener grown;
    private final Thread thread;
    private final Map<String, Seen> nodes = new HashMap<>();
    private final Map<String, Sum> threads = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Told that a group has more threads than before. */
    @FunctionalInterface
    interface Listener {
        void hasMore(String group);
    }

    private record Seen(String group, int threads, long nanos) {}

    private record Sum(int threads, long nanos) {}

    /**
     * Reads reports.
     *
     * @param grown told the name of a group that has more threads than before
     */
    GroupThreads(Map<String, Object> clients, Topics topics, Listener grown) {
        this(new KafkaConsumer<>(settings(clients)), topics, System::nanoTime, grown);
    }

    private static Map<String, Object> settings(Map<String, Object> clients) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return settings;
    }

    /**
     * Reads reports.
     *
     * @param nanos time that only moves forward
     * @param grown told the name of a group that has more threads than before
     */
    GroupThreads(Consumer<byte[], byte[]> consumer, Topics topics, LongSupplier nanos, Listener grown) {
        this.consumer = consumer;
        this.nanos = nanos;
        this.metrics = new TopicPartition(topics.metrics().name(), 0);
        this.grown = grown;
        this.thread = new Thread(this::run, "group-threads");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Worker threads of a group; 0 if none reported lately, also because the reports cannot be read. */
    int of(String group) {
        Sum sum = threads.get(group);
        return sum == null || nanos.getAsLong() - sum.nanos() > FORGOTTEN_NANOS ? 0 : sum.threads();
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
            LOG.error("node reports are read no more; the worker threads of all groups count as unknown", e);
        }
    }

    private void read() {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
            sum();
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

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            NodeReport report = codec.decode(record.value());
            if (!report.group().isEmpty()) {
                int usable = report.draining() ? 0 : Math.max(0, Math.min(MOST_THREADS, report.threads()));
                nodes.put(report.node(), new Seen(report.group(), usable, nanos.getAsLong()));
            }
        } catch (MalformedRecordException | UnknownSchemaException e) {
            LOG.warn("{} cannot be read as a node report: {}", record, e.getMessage());
        }
    }

    private void sum() {
        long now = nanos.getAsLong();
        nodes.values().removeIf(seen -> now - seen.nanos() > FORGOTTEN_NANOS);
        Map<String, Integer> sums = new HashMap<>();
        nodes.values().forEach(seen -> sums.merge(seen.group(), seen.threads(), Integer::sum));
        threads.keySet().retainAll(sums.keySet());
        sums.forEach((group, sum) -> {
            Sum before = threads.put(group, new Sum(sum, now));
            if (before == null || before.threads() < sum) {
                grown.hasMore(group);
            }
        });
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
