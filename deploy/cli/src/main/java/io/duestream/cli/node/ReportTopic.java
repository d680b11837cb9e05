package io.duestream.cli.node;

import io.duestream.cli.connection.WholeTopic;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.KafkaConnection;
import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.RecordCodec;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.record.NodeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/** The node reports of a cluster, the last of each node. For one thread. */
final class ReportTopic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RecordCodec<NodeReport> codec = RecordCodec.of(NodeReport.class);
    private final WholeTopic topic;
    private final Map<String, SeenNode> nodes = new TreeMap<>();
    private Instant newest = Instant.EPOCH;
    private long unreadable;

    private ReportTopic(WholeTopic topic) {
        this.topic = topic;
    }

    /**
     * Reads the reports of a time until now.
     *
     * @param window how far back
     * @throws CommandFailedException if the cluster has no such topic
     */
    static ReportTopic open(KafkaConnection connection, Duration window) {
        WholeTopic topic = WholeTopic.open(
                connection, connection.topics().metrics().name(), IsolationLevel.READ_UNCOMMITTED, PATIENCE);
        try {
            ReportTopic reports = new ReportTopic(topic);
            reports.seek(window);
            reports.readToEnd();
            return reports;
        } catch (RuntimeException e) {
            topic.close();
            throw e;
        }
    }

    /** Back from the last report, not from this machine's clock, where that is ahead. */
    private void seek(Duration window) {
        topic.seekBack(1);
        readToEnd();
        Instant now = Instant.now();
        topic.seek((newest.isBefore(now) ? newest : now).minus(window));
    }

    /** Reads what has come since. */
    void readToEnd() {
        topic.readToEnd(this::take);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            NodeReport report = codec.decode(record.value());
            Instant at = Instant.ofEpochMilli(record.timestamp());
            newest = newest.isAfter(at) ? newest : at;
            nodes.put(report.node(), new SeenNode(report, at));
        } catch (MalformedRecordException | UnknownSchemaException e) {
            // Not a report this version can read; its node shows by its others, or not at all.
            unreadable++;
        }
    }

    /** Records that are no node reports this version can read. */
    long unreadable() {
        return unreadable;
    }

    /** The nodes, by id. */
    List<SeenNode> nodes() {
        return List.copyOf(nodes.values());
    }

    /** One node. */
    Optional<SeenNode> node(String id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /** Now, as the brokers have it at least: this machine's clock may be behind. */
    Instant now() {
        Instant now = Instant.now();
        return newest.isAfter(now) ? newest : now;
    }

    @Override
    public void close() {
        topic.close();
    }
}
