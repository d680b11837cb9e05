package io.duestream.specs.fault;

import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Throws garbage at topics and counts what has to come out as dead letters. */
final class GarbageThrower implements AutoCloseable {
    private static final int AT_ONCE = 500;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Garbage garbage;
    private final List<String> targets;
    private final Map<String, Long> unreadable = new ConcurrentHashMap<>();

    GarbageThrower(String bootstrapServers, Garbage garbage, List<String> targets) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "max.request.size",
                        2 * Topics.MAX_RECORD_BYTES,
                        "linger.ms",
                        20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.garbage = garbage;
        this.targets = List.copyOf(targets);
    }

    /** One of each kind into each topic. */
    void throwEachKind() throws Exception {
        for (String topic : targets) {
            for (Garbage.Kind kind : Garbage.Kind.values()) {
                send(garbage.next(topic, kind), topic).get(20, TimeUnit.SECONDS);
            }
        }
    }

    /** One into each topic that is larger than any record may be; how many of them the broker refused. */
    int throwTooLarge() throws Exception {
        int refused = 0;
        for (String topic : targets) {
            try {
                producer.send(new ProducerRecord<>(topic, new byte[Topics.MAX_RECORD_BYTES + 1]))
                        .get(20, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RecordTooLargeException)) {
                    throw e;
                }
                refused++;
            }
        }
        return refused;
    }

    /** So many, in turn to all topics, spread over some time. */
    void throwAll(int count, Duration over) throws InterruptedException, ExecutionException {
        long begun = System.nanoTime();
        Future<RecordMetadata> last = null;
        for (int i = 0; i < count; i++) {
            if (i % AT_ONCE == 0) {
                long due = begun + over.toNanos() / count * i;
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            }
            String topic = targets.get(i % targets.size());
            last = send(garbage.next(topic), topic);
        }
        producer.flush();
        if (last != null) {
            last.get();
        }
    }

    private Future<RecordMetadata> send(Garbage.Piece piece, String topic) {
        if (piece.unreadable()) {
            unreadable.merge(topic, 1L, Long::sum);
        }
        return producer.send(piece.record());
    }

    /** How many of a topic have to be put aside. */
    long unreadable(String topic) {
        return unreadable.getOrDefault(topic, 0L);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
