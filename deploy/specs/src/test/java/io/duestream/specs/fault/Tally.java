package io.duestream.specs.fault;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.RecordCodec;
import io.duestream.record.AuditRecord;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.CatchUpEnded;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Numbers out of a log that is too long to be kept. It reads when it is asked. Not thread-safe. */
final class Tally implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final RecordCodec<AuditRecord> codec = RecordCodec.of(AuditRecord.class);
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String group;
    private long accepted;
    private long ended;
    private long unsuccessful;
    private long attempts;
    private long assignments;
    private Instant lastDispatch;
    private Duration longestGap = Duration.ZERO;

    /**
     * @param group whose jobs are counted
     */
    Tally(String bootstrapServers, Topics topics, String group) {
        this.group = group;
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "max.poll.records", "20000",
                        "max.partition.fetch.bytes", "8388608"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topics.audit().name()).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads until something is true of the numbers, or time is over; whether it is. */
    boolean readUntil(BooleanSupplier asked, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!asked.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            consumer.poll(POLL).forEach(this::take);
        }
        return true;
    }

    /** Reads what is there by now. */
    Tally readAll() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
            consumer.poll(POLL).forEach(this::take);
        }
        return this;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            AuditRecord decision = codec.decode(record.value());
            decision.events().forEach(event -> take(decision.group(), event));
            if (decision.events().stream().anyMatch(AttemptDispatched.class::isInstance)) {
                dispatched(Instant.ofEpochMilli(record.timestamp()));
            }
        } catch (MalformedRecordException e) {
            // Garbage that a specification has thrown there; the proof counts it.
        }
    }

    private void take(String of, JobEvent event) {
        if (event instanceof CatchUpEnded) {
            assignments++;
        }
        if (!of.equals(group)) {
            return;
        }
        if (event instanceof JobAccepted) {
            accepted++;
        } else if (event instanceof JobEnded) {
            ended++;
        } else if (event instanceof AttemptDispatched) {
            attempts++;
        } else if (event instanceof FireEnded end && end.end() != FireEnd.SUCCEEDED) {
            unsuccessful++;
        }
    }

    /** On the brokers' clock. */
    private void dispatched(Instant at) {
        if (lastDispatch == null || at.isAfter(lastDispatch)) {
            Duration gap = lastDispatch == null ? Duration.ZERO : Duration.between(lastDispatch, at);
            longestGap = gap.compareTo(longestGap) > 0 ? gap : longestGap;
            lastDispatch = at;
        }
    }

    /** A time begins in which gaps count. */
    void beginGaps() {
        lastDispatch = null;
        longestGap = Duration.ZERO;
    }

    /** The longest time between two dispatches that follow each other, since {@link #beginGaps()}. */
    Duration longestGap() {
        return longestGap;
    }

    /** Jobs of the group that were accepted. */
    long accepted() {
        return accepted;
    }

    /** Jobs of the group that have ended. */
    long ended() {
        return ended;
    }

    /** Fires of the group that ended otherwise than well. */
    long unsuccessful() {
        return unsuccessful;
    }

    /** Attempts of the group that were handed out. */
    long attempts() {
        return attempts;
    }

    /** How often a partition was assigned to a tracker: once each, if none is evicted or started again. */
    long assignments() {
        return assignments;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
