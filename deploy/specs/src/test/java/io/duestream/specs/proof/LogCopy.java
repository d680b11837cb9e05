package io.duestream.specs.proof;

import static org.awaitility.Awaitility.await;

import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Copies the log of a cluster to topics of another cluster name, each record to its own offset and with its own time, and
 * lets the test change records on the way. Offsets without a record, of transaction markers or of records that are left
 * out, are filled with transaction markers and aborted records.
 */
final class LogCopy {
    private final String bootstrapServers;
    private final Topics from;
    private final Topics to;

    LogCopy(String bootstrapServers, Topics from, Topics to) {
        this.bootstrapServers = bootstrapServers;
        this.from = from;
        this.to = to;
    }

    /** What becomes of a record: other bytes, or none. */
    interface Edit {
        Optional<byte[]> edit(ConsumerRecord<byte[], byte[]> record);
    }

    void copy(Edit edit) throws Exception {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = read();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                KafkaProducer<byte[], byte[]> plain = producer(Map.of());
                KafkaProducer<byte[], byte[]> transactional = producer(Map.of("transactional.id", to.cluster()))) {
            createTopics(admin, records);
            transactional.initTransactions();
            for (List<ConsumerRecord<byte[], byte[]>> partition : records.values()) {
                new Writer(plain, transactional, admin).write(partition, edit);
            }
        }
    }

    private void createTopics(Admin admin, Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records)
            throws Exception {
        Map<String, Integer> partitions = new HashMap<>();
        records.keySet().forEach(each -> partitions.merge(each.topic(), 1, Integer::sum));
        List<NewTopic> topics = new ArrayList<>();
        partitions.forEach((topic, count) -> topics.add(new NewTopic(renamed(topic), count, (short) 1)
                .configs(Map.of("message.timestamp.type", "CreateTime", "retention.ms", "-1"))));
        admin.createTopics(topics).all().get(20, TimeUnit.SECONDS);
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", bootstrapServers);
        // A record that is refused for an unknown leader and sent again would stand behind its successors.
        properties.put("max.in.flight.requests.per.connection", 1);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private String renamed(String topic) {
        return to.cluster() + topic.substring(from.cluster().length());
    }

    private Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> read() {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.listTopics().forEach((topic, infos) -> {
                if (from.owns(topic) && (part(topic) || from.groupOf(topic).isPresent())) {
                    infos.forEach(info -> records.put(new TopicPartition(topic, info.partition()), new ArrayList<>()));
                }
            });
            consumer.assign(records.keySet());
            consumer.seekToBeginning(records.keySet());
            Map<TopicPartition, Long> ends = consumer.endOffsets(records.keySet());
            while (ends.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> records.get(new TopicPartition(record.topic(), record.partition()))
                                .add(record));
            }
        }
        return records;
    }

    private boolean part(String topic) {
        return List.of(from.commands(), from.feedback(), from.audit(), from.deadLetters()).stream()
                .anyMatch(spec -> spec.name().equals(topic));
    }

    private final class Writer {
        private final KafkaProducer<byte[], byte[]> plain;
        private final KafkaProducer<byte[], byte[]> transactional;
        private final Admin admin;
        private long next;

        Writer(KafkaProducer<byte[], byte[]> plain, KafkaProducer<byte[], byte[]> transactional, Admin admin) {
            this.admin = admin;
            this.plain = plain;
            this.transactional = transactional;
        }

        void write(List<ConsumerRecord<byte[], byte[]>> records, Edit edit) throws Exception {
            List<ConsumerRecord<byte[], byte[]>> kept = new ArrayList<>();
            List<byte[]> values = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Optional<byte[]> value = record.value() == null ? Optional.of(new byte[0]) : edit.edit(record);
                if (value.isPresent()) {
                    kept.add(record);
                    values.add(value.get());
                }
            }
            for (int i = 0; i < kept.size(); i++) {
                long after = i + 1 < kept.size() ? kept.get(i + 1).offset() : Long.MAX_VALUE;
                write(kept.get(i), values.get(i), after);
            }
        }

        private void write(ConsumerRecord<byte[], byte[]> record, byte[] value, long following) throws Exception {
            fill(record);
            boolean markerFollows = following == record.offset() + 2;
            KafkaProducer<byte[], byte[]> producer = markerFollows ? transactional : plain;
            if (markerFollows) {
                transactional.beginTransaction();
            }
            long offset = producer.send(copyOf(record, value))
                    .get(20, TimeUnit.SECONDS)
                    .offset();
            if (offset != record.offset()) {
                throw new IllegalStateException(record.topic() + "-" + record.partition() + "@" + record.offset()
                        + " came to stand at " + offset);
            }
            if (markerFollows) {
                transactional.commitTransaction();
            }
            next = offset + (markerFollows ? 2 : 1);
            if (markerFollows) {
                awaitMarker(record);
            }
        }

        private void fill(ConsumerRecord<byte[], byte[]> record) throws Exception {
            long gap = record.offset() - next;
            if (gap == 0) {
                return;
            }
            if (gap == 1) {
                throw new IllegalStateException(
                        "an empty offset before " + record.offset() + " cannot be made: nothing stands before it");
            }
            transactional.beginTransaction();
            for (long i = 0; i < gap - 1; i++) {
                transactional.send(copyOf(record, new byte[0])).get(20, TimeUnit.SECONDS);
            }
            transactional.abortTransaction();
            next += gap;
            awaitMarker(record);
        }

        /** A transaction ends for its producer before its marker stands in the partition. */
        private void awaitMarker(ConsumerRecord<byte[], byte[]> record) {
            TopicPartition partition = new TopicPartition(renamed(record.topic()), record.partition());
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> Logs.end(admin, partition) == next);
        }

        private ProducerRecord<byte[], byte[]> copyOf(ConsumerRecord<byte[], byte[]> record, byte[] value) {
            return new ProducerRecord<>(
                    renamed(record.topic()),
                    record.partition(),
                    record.timestamp(),
                    record.key(),
                    value,
                    record.headers());
        }
    }
}
