package io.duestream.cli.bench;

import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log allows: in the tracker's place a loop that decides nothing and keeps nothing. For each command it writes one
 * dispatch and one audit record, for each report one audit record, exactly once, with the tracker's client settings and its
 * rule for commits. For one thread, but {@link #stop()} may come from another.
 */
final class Forwarder {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final Duration IDLE = Duration.ofMillis(100);
    /** Times in a row that it may begin anew; with the producer's time limits about as long as the bench waits for an end. */
    private static final int FAILURES = 10;

    private final ForwarderClients clients;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Consumer<String> restarted;
    private final String commands;
    private final String dispatch;
    private final String audit;
    private final Templates templates;
    private final ReportReader reports = new ReportReader();
    private final CommitPace pace = new CommitPace();
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private KafkaProducer<byte[], byte[]> producer;
    private int emitted;
    private int failures;
    private boolean forwarding;
    private volatile boolean stopping;

    /**
     * @param partitions of commands and feedback that are this one's, fixed: who comes and goes must not be measured
     * @param restarted is told why all that was not committed was taken back
     */
    Forwarder(
            ForwarderClients clients,
            Topics topics,
            List<TopicPartition> partitions,
            Templates templates,
            Consumer<String> restarted) {
        this.clients = clients;
        this.consumer = clients.consumer();
        this.partitions = List.copyOf(partitions);
        this.restarted = restarted;
        this.commands = topics.commands().name();
        this.dispatch = topics.dispatch(JobNumbers.GROUP).name();
        this.audit = topics.audit().name();
        this.templates = templates;
    }

    void stop() {
        stopping = true;
    }

    /**
     * Forwards until it is stopped.
     *
     * @param ready is called when what comes from now on is forwarded at once
     * @throws KafkaException if it had to begin anew too often without a commit in between
     * @throws IllegalStateException if a report needs a decision
     */
    void run(Runnable ready) {
        try {
            consumer.assign(partitions);
            while (!stopping) {
                try {
                    if (producer == null) {
                        begin();
                    }
                    if (!forwarding) {
                        ready.run();
                        forwarding = true;
                    }
                    turn();
                } catch (KafkaException e) {
                    takeBack(e);
                }
            }
        } finally {
            close();
        }
    }

    /** Whatever was not committed is ended by the new producer, and read again. */
    private void begin() {
        producer = clients.producer();
        producer.initTransactions();
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(consumer.assignment());
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata position = committed.get(partition);
            if (position == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, position);
            }
            consumer.position(partition);
        }
    }

    private void turn() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(emitted == 0 ? IDLE : pace.rest(emitted));
        for (TopicPartition partition : records.partitions()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                if (JobNumbers.of(record.key()) >= JobNumbers.FIRST && record.value() != null) {
                    forward(record);
                }
            }
            offsets.put(partition, new OffsetAndMetadata(consumer.position(partition)));
        }
        if (emitted > 0 && pace.rest(emitted).isZero()) {
            commit();
        }
    }

    private void commit() {
        long begun = System.nanoTime();
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        pace.committed(begun);
        offsets.clear();
        emitted = 0;
        failures = 0;
    }

    private void takeBack(KafkaException reason) {
        failures++;
        if (failures == FAILURES) {
            throw reason;
        }
        LOG.warn("all that is not committed is taken back: {}", reason.toString());
        if (forwarding) {
            restarted.accept(reason.toString());
        }
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
        offsets.clear();
        emitted = 0;
        pace.takenBack();
    }

    private void forward(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        if (record.topic().equals(commands)) {
            send(dispatch, key, templates.dispatch(key));
            send(audit, key, templates.accepted(key));
        } else {
            send(audit, key, reports.ended(record.value()) ? templates.ended(key) : templates.started(key));
        }
    }

    private void send(String topic, byte[] key, byte[] value) {
        if (emitted == 0) {
            producer.beginTransaction();
        }
        producer.send(new ProducerRecord<>(topic, key, value));
        emitted++;
    }

    private void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
