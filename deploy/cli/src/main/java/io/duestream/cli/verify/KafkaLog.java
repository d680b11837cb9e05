package io.duestream.cli.verify;

import io.duestream.audit.log.LogEntry;
import io.duestream.audit.log.LogExtent;
import io.duestream.audit.log.LogExtent.Range;
import io.duestream.audit.log.LogPartition;
import io.duestream.client.KafkaConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The log of a cluster, read committed up to where it ends now. Records come in the order in which the brokers took them, as
 * far as their clocks agree, and those of a partition always in the order of their offsets. A little of each partition is
 * held in memory. For one thread.
 */
final class KafkaLog implements Iterator<LogEntry>, AutoCloseable {
    private static final Duration WAIT = Duration.ofMillis(100);
    /** A lane is fetched into below the one, and rests above the other. */
    private static final int FEW = 5_000;

    private static final int MANY = 20_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final EntryReader reader;
    private final ExecutorService decoders;
    private final Map<TopicPartition, Lane> lanes = new HashMap<>();
    private final PriorityQueue<Lane> byTime = new PriorityQueue<>(Comparator.comparing(Lane::time));
    /** The lane whose record is next; not in the queue. */
    private Lane earliest;

    private final LogExtent extent;
    private final long records;

    private KafkaLog(KafkaConsumer<byte[], byte[]> consumer, EntryReader reader, Span span, Instant now) {
        this.consumer = consumer;
        this.reader = reader;
        this.decoders =
                Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), work -> {
                    Thread thread = new Thread(work, "decoder");
                    thread.setDaemon(true);
                    return thread;
                });
        Map<LogPartition, Range> ranges = new HashMap<>();
        List<TopicPartition> sources = new ArrayList<>();
        span.partitions().forEach((source, partition) -> {
            lanes.put(source, new Lane(partition, source, span.end(source)));
            sources.add(source);
        });
        consumer.assign(sources);
        sources.forEach(source -> consumer.seek(source, span.start(source)));
        long expected = 0;
        for (Lane lane : lanes.values()) {
            long start = span.start(lane.source());
            fill(lane);
            Optional<Instant> first = lane.empty() ? Optional.empty() : Optional.of(lane.time());
            ranges.put(lane.partition(), new Range(start, lane.end(), first, span.cut(lane.source())));
            expected += Math.max(0, lane.end() - start);
            if (!lane.empty()) {
                byTime.add(lane);
            }
        }
        this.earliest = byTime.poll();
        this.extent = new LogExtent(ranges, now);
        this.records = expected;
    }

    /**
     * Finds the topics of a cluster and where they begin and end.
     *
     * @param from read nothing that was appended before
     * @param to read nothing that was appended then or later
     * @throws io.duestream.cli.output.CommandFailedException if the cluster has no log
     */
    static KafkaLog open(KafkaConnection connection, Optional<Instant> from, Optional<Instant> to, Instant now) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties(connection));
        try {
            Span span = Span.of(consumer, connection, from, to);
            return new KafkaLog(
                    consumer,
                    new EntryReader(connection.topics()),
                    span,
                    to.filter(now::isAfter).orElse(now));
        } catch (RuntimeException e) {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
            throw e;
        }
    }

    private static Map<String, Object> properties(KafkaConnection connection) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        properties.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1024 * 1024);
        properties.putAll(connection.kafka());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return properties;
    }

    /** How much of the log is there. */
    LogExtent extent() {
        return extent;
    }

    /** Offsets to read, those of transaction markers among them. */
    long offsets() {
        return records;
    }

    @Override
    public boolean hasNext() {
        return earliest != null;
    }

    @Override
    public LogEntry next() {
        Lane lane = earliest;
        if (lane == null) {
            throw new NoSuchElementException("the log has ended");
        }
        LogEntry entry = lane.take();
        if (lane.held() % FEW == 0 && !lane.isAllRead()) {
            consumer.resume(List.of(lane.source()));
            fetch(Duration.ZERO);
        }
        fill(lane);
        choose(lane);
        return entry;
    }

    /** Which lane is next. Records come in runs, so mostly it is the same again. */
    private void choose(Lane lane) {
        Lane other = byTime.peek();
        if (lane.empty()) {
            earliest = byTime.poll();
        } else if (other != null && other.time().isBefore(lane.time())) {
            earliest = byTime.poll();
            byTime.add(lane);
        }
    }

    /** Sees to it that a lane has a record, if there is one. */
    private void fill(Lane lane) {
        while (lane.empty() && !lane.isAllRead()) {
            fetch(WAIT);
        }
    }

    private void fetch(Duration wait) {
        ConsumerRecords<byte[], byte[]> fetched = consumer.poll(wait);
        for (TopicPartition source : fetched.partitions()) {
            Lane lane = lanes.get(source);
            List<ConsumerRecord<byte[], byte[]>> batch = fetched.records(source).stream()
                    .filter(record -> record.offset() < lane.end())
                    .toList();
            if (!batch.isEmpty()) {
                lane.add(decoders.submit(() -> decode(lane.partition(), batch)), batch.size());
            }
            if (lane.held() > MANY) {
                consumer.pause(List.of(source));
            }
        }
        for (Lane lane : lanes.values()) {
            if (!lane.isAllRead() && consumer.position(lane.source()) >= lane.end()) {
                lane.allRead();
                consumer.pause(List.of(lane.source()));
            }
        }
    }

    private LogEntry[] decode(LogPartition partition, List<ConsumerRecord<byte[], byte[]>> batch) {
        return batch.stream().map(record -> reader.read(partition, record)).toArray(LogEntry[]::new);
    }

    @Override
    public void close() {
        decoders.shutdownNow();
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}
