package io.duestream.specs.proof;

import io.duestream.codec.RecordCodec;
import io.duestream.job.JobKey;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobCommand;
import io.duestream.record.command.PauseJob;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Parts of a log. */
final class Logs {
    private Logs() {}

    static byte[] pause(JobKey key) {
        return RecordCodec.of(JobCommand.class)
                .encode(new JobCommand(
                        key.group(), key.taskId(), Instant.now(), "spec", Optional.empty(), new PauseJob("why not")));
    }

    static long end(Admin admin, TopicPartition partition) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get(20, TimeUnit.SECONDS)
                .offset();
    }

    /** When the first committed record that is left of a partition was appended. */
    static Instant first(String bootstrapServers, TopicPartition partition) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            for (int i = 0; i < 100; i++) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(200));
                if (!records.isEmpty()) {
                    return Instant.ofEpochMilli(records.iterator().next().timestamp());
                }
            }
            throw new IllegalStateException("nothing is left of " + partition);
        }
    }

    /** A decision after another one that opens the first fire of a job that waits for its time. */
    static AuditRecord openingNow(AuditRecord r) {
        Instant due = r.wakeAt().orElseThrow();
        Instant now = Instant.now();
        FireOpened fire = new FireOpened(
                1,
                FireKind.SCHEDULED,
                due,
                now,
                false,
                false,
                r.definitionVersion(),
                0,
                1,
                Optional.empty(),
                Optional.empty());
        return new AuditRecord(
                r.group(),
                r.taskId(),
                r.jobId(),
                r.sequence().map(sequence -> sequence + 1),
                r.input(),
                r.forwardedFrom(),
                now,
                r.tracker(),
                r.coreVersion(),
                r.tzdata(),
                r.definitionVersion(),
                List.of(fire),
                r.phase(),
                Optional.empty(),
                r.clientGroup(),
                r.notifyOutcome(),
                Optional.empty(),
                r.lineage());
    }
}
