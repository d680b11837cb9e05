package io.duestream.cli.deadletter;

import io.duestream.cli.connection.Brokers;
import io.duestream.client.KafkaConnection;
import io.duestream.job.Position;
import io.duestream.topic.DeadLetter;
import io.duestream.topic.DeadLetters.Origin;
import io.duestream.topic.LetterMark;
import io.duestream.topic.Replies;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends letters and marks in one transaction, so that there is never one without the other. All operators of a cluster share
 * a transactional id: who begins last fences those before, and what they have committed stands in the topic by then. So no
 * two of them send the same letter. For one thread.
 */
final class LetterSender implements AutoCloseable {
    private final Topics topics;
    private final String by;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, Integer> partitions = new HashMap<>();
    private final Map<Position, Future<RecordMetadata>> copies = new LinkedHashMap<>();
    private boolean begun;

    private LetterSender(Topics topics, String by, Admin admin, KafkaProducer<byte[], byte[]> producer) {
        this.topics = topics;
        this.by = by;
        this.admin = admin;
        this.producer = producer;
    }

    /** Fences whoever is at it. */
    static LetterSender open(KafkaConnection connection, String by) {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties(connection));
        Admin admin = Admin.create(Brokers.settings(connection));
        LetterSender sender = new LetterSender(connection.topics(), by, admin, producer);
        try {
            producer.initTransactions();
            return sender;
        } catch (RuntimeException e) {
            sender.close();
            throw e;
        }
    }

    private static Map<String, Object> properties(KafkaConnection connection) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 25_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.putAll(connection.kafka());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
        properties.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, connection.topics().deadLettersTransactionalId());
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return properties;
    }

    /** How many partitions a topic has; empty if it is not there. Nothing is made by asking. */
    OptionalInt partitions(String topic) {
        int known = partitions.computeIfAbsent(topic, name -> {
            try {
                return Replies.await(admin.describeTopics(List.of(name))
                                .topicNameValues()
                                .get(name))
                        .partitions()
                        .size();
            } catch (UnknownTopicOrPartitionException e) {
                return 0;
            }
        });
        return known == 0 ? OptionalInt.empty() : OptionalInt.of(known);
    }

    /** Sends the original again; the mark follows with the {@link #commit}. */
    void retry(DeadLetter letter, int partition) {
        begin();
        copies.put(
                letter.position(),
                producer.send(new ProducerRecord<>(
                        letter.home(),
                        partition,
                        letter.content().key(),
                        letter.content().value(),
                        letter.content().headers())));
    }

    void dismiss(DeadLetter letter) {
        begin();
        producer.send(LetterMark.dismissed(topics, letter.position(), by));
    }

    private void begin() {
        if (!begun) {
            producer.beginTransaction();
            begun = true;
        }
    }

    /** Everything that was sent since the last one, or nothing of it. */
    void commit() {
        producer.flush();
        copies.forEach((letter, copy) -> producer.send(LetterMark.retried(topics, letter, place(copy), by)));
        producer.commitTransaction();
        copies.clear();
        begun = false;
    }

    private static Origin place(Future<RecordMetadata> copy) {
        try {
            RecordMetadata at = copy.get();
            return new Origin(at.topic(), at.partition(), at.offset());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
    }
}
