package io.duestream.tracker.topology;

import io.duestream.tracker.store.StateStores;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;

/**
 * The drawing: commands and feedback of one partition meet in one processor, which owns the jobs of that partition; all
 * its output leaves by one sink, whose records say where they go.
 */
public final class SchedulerTopology {
    private static final String COMMANDS = "commands";
    private static final String FEEDBACK = "feedback";
    private static final String JOBS = "jobs";
    private static final String OUTGOING = "outgoing";

    private SchedulerTopology() {}

    private record NamedByRecord() implements TopicNameExtractor<byte[], Outgoing> {
        @Override
        public String extract(byte[] key, Outgoing value, RecordContext context) {
            return value.topic();
        }
    }

    /** Draws the topology of a tracker process. */
    public static Topology build(TrackerScope scope, StreamThreads threads) {
        StreamPartitioner<byte[], Outgoing> partitioner = (topic, key, value, count) ->
                value.partition() == Outgoing.BY_KEY ? Optional.empty() : Optional.of(Set.of(value.partition()));
        FailedRecords failed = new FailedRecords();
        Topology topology = new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        COMMANDS,
                        new FeedbackFirst(scope.topics()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        scope.topics().commands().name())
                .addSource(
                        AutoOffsetReset.earliest(),
                        FEEDBACK,
                        new FeedbackFirst(scope.topics()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        scope.topics().feedback().name())
                .addProcessor(JOBS, () -> new JobProcessor(scope, threads, failed), COMMANDS, FEEDBACK)
                .addSink(
                        OUTGOING,
                        new NamedByRecord(),
                        new ByteArraySerializer(),
                        (topic, value) -> value.value(),
                        partitioner,
                        JOBS);
        StateStores.all(scope.pace().dedupWindow()).forEach(store -> topology.addStateStore(store, JOBS));
        return topology;
    }
}
