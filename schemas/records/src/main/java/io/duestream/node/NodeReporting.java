package io.duestream.node;

import io.duestream.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports how a node does, each second, on a thread and over a connection of its own: whatever holds the node's work up
 * does not make it look dead.
 */
public final class NodeReporting implements AutoCloseable {
    /** Between two reports of a node. */
    public static final Duration PACE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(NodeReporting.class);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Producer<byte[], byte[]> producer;
    private final NodeReporter reporter;
    private final ScheduledExecutorService timer;
    private volatile boolean ending;

    NodeReporting(
            Producer<byte[], byte[]> producer,
            Topics topics,
            ReportingNode node,
            Supplier<NodeWork> work,
            InstantSource clock) {
        this.producer = producer;
        this.reporter = new NodeReporter(
                topics.metrics().name(),
                () -> node.report(clock.instant(), ending ? work.get().ending() : work.get(), ProcessLoad.now()),
                record -> producer.send(record, (sent, problem) -> {
                    if (problem != null) {
                        LOG.debug("a node report was not sent; the next one follows", problem);
                    }
                }));
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "node-report-" + node.id());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Begins to report. The brokers may be away.
     *
     * @param clients settings for every Kafka client of the node, with the brokers
     * @param topics names the cluster
     * @param node who reports
     * @param work what the node has to do, asked each second on the reporting thread
     * @throws org.apache.kafka.common.KafkaException if the settings cannot be used
     */
    public static NodeReporting start(
            Map<String, ?> clients, Topics topics, ReportingNode node, Supplier<NodeWork> work) {
        NodeReporting reporting = new NodeReporting(
                new KafkaProducer<>(settings(clients, node)), topics, node, work, InstantSource.system());
        reporting.begin();
        return reporting;
    }

    void begin() {
        timer.scheduleAtFixedRate(reporter, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    static Map<String, Object> settings(Map<String, ?> clients, ReportingNode node) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, node.id() + "-node-report");
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // A report that is seconds old says what the next one says better; sent late, all would come at once.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        settings.put(ProducerConfig.ACKS_CONFIG, "1");
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1024L * 1024);
        settings.putIfAbsent(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "rebootstrap");
        return settings;
    }

    /** Ends, with a last report that says so: nobody need wonder where the node went. */
    @Override
    public void close() {
        ending = true;
        timer.shutdownNow();
        try {
            if (timer.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                reporter.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE);
    }
}
