package io.duestream.tracker.process;

import io.duestream.codec.RecordCodec;
import io.duestream.record.JobCommand;
import io.duestream.record.command.NoticeKind;
import io.duestream.record.command.TrackerNotice;
import io.duestream.topic.JobPartition;
import io.duestream.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is learnt off the stream threads to the tasks, as records on their commands partitions: so it wakes them, has
 * an offset, and is decided like everything else.
 */
final class Notices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final RecordCodec<JobCommand> codec = RecordCodec.of(JobCommand.class);
    private final KafkaProducer<byte[], byte[]> producer;
    private final String commands;
    private final int partitions;
    private final String node;
    private final Clock clock;

    Notices(Map<String, Object> clients, Topics topics, int partitions, String node, Clock clock) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        this.producer = new KafkaProducer<>(settings);
        this.commands = topics.commands().name();
        this.partitions = partitions;
        this.node = node;
        this.clock = clock;
    }

    /** Tells every task. A notice that is lost is no harm: it only makes waiting shorter. */
    void tell(NoticeKind kind, String subject) {
        for (int partition = 0; partition < partitions; partition++) {
            tell(kind, subject, partition);
        }
    }

    /** Tells some tasks. */
    void tell(NoticeKind kind, String subject, Set<Integer> tasks) {
        tasks.forEach(partition -> tell(kind, subject, partition));
    }

    private void tell(NoticeKind kind, String subject, int partition) {
        JobCommand command = new JobCommand(
                "~notice",
                Integer.toString(partition),
                clock.instant(),
                node,
                Optional.empty(),
                new TrackerNotice(kind, subject, Optional.empty()));
        try {
            producer.send(
                    new ProducerRecord<>(
                            commands, partition, JobPartition.keyBytes(command.key()), codec.encode(command)),
                    (sent, failure) -> {
                        if (failure != null) {
                            LOG.warn("the notice {} {} was not sent: {}", kind, subject, failure.toString());
                        }
                    });
        } catch (KafkaException e) {
            LOG.warn("the notice {} {} was not sent: {}", kind, subject, e.toString());
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
