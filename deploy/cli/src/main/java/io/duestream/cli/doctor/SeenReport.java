package io.duestream.cli.doctor;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.RecordCodec;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.record.NodeReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * A node report as it stands in the topic.
 *
 * @param appendedAt when the broker took it, on the broker's clock
 * @param report what the node said, on its own
 */
record SeenReport(Instant appendedAt, NodeReport report) {
    /** Some minutes of a hundred nodes. */
    private static final int MOST = 20_000;

    /** The last reports, the oldest first. What cannot be read is left out: nothing depends on a single one. */
    static List<SeenReport> last(Examination examination) {
        String topic = examination.topics().metrics().name();
        List<SeenReport> seen = new ArrayList<>();
        if (!examination.topicNames().contains(topic)) {
            return seen;
        }
        RecordCodec<NodeReport> codec = RecordCodec.of(NodeReport.class);
        try (ChangelogReader reader = new ChangelogReader(examination.connection())) {
            reader.beginNearEnd(new TopicPartition(topic, 0), MOST);
            reader.readToEnd(record -> {
                try {
                    seen.add(new SeenReport(Instant.ofEpochMilli(record.timestamp()), codec.decode(record.value())));
                } catch (MalformedRecordException | UnknownSchemaException e) {
                    examination.progress("a node report is left out: " + e.getMessage());
                }
            });
        }
        return seen;
    }
}
