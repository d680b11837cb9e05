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
import java.util.function.Consumer;
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
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition metrics;
    private final Consumer<String> grown;
    private final Thread thread;
    private final Map<String, Seen> nodes = new HashMap<>();
    private final Map<String, Integer> threads = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private record Seen(String group, int threads, long nanos) {}

    /**
     * Reads reports.
     *
     * @param grown told the name of a group that has more threads than before
     */
    GroupThreads(Map<String, Object> clients, Topics topics, Consumer<String> grown) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        this.consumer = new KafkaConsumer<>(settings);
        this.metrics = new TopicPartition(topics.metrics().name(), 0);
        this.grown = grown;
        this.thread = new Thread(this::run, "group-threads");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Worker threads of a group; 0 if none reported lately. */
    int of(String group) {
        return threads.getOrDefault(group, 0);
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
                nodes.put(report.node(), new Seen(report.group(), usable, System.nanoTime()));
            }
        } catch (MalformedRecordException | UnknownSchemaException e) {
            LOG.warn("{} cannot be read as a node report: {}", record, e.getMessage());
        }
    }

    private void sum() {
        long now = System.nanoTime();
        nodes.values().removeIf(seen -> now - seen.nanos() > FORGOTTEN_NANOS);
        Map<String, Integer> sums = new HashMap<>();
        nodes.values().forEach(seen -> sums.merge(seen.group(), seen.threads(), Integer::sum));
        threads.keySet().retainAll(sums.keySet());
        sums.forEach((group, sum) -> {
            Integer before = threads.put(group, sum);
            if (before == null || before < sum) {
                grown.accept(group);
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
