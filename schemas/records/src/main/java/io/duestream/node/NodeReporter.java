package io.duestream.node;

import io.duestream.codec.RecordCodec;
import io.duestream.record.NodeReport;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how the node does; to be run each second. A node that says nothing for some seconds is taken for dead. */
public final class NodeReporter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeReporter.class);

    private final RecordCodec<NodeReport> codec = RecordCodec.of(NodeReport.class);
    private final String topic;
    private final Supplier<NodeReport> report;
    private final Consumer<ProducerRecord<byte[], byte[]>> sender;

    /**
     * @param topic for node reports
     * @param report how the node does now
     * @param sender sends a record and does not wait
     */
    public NodeReporter(String topic, Supplier<NodeReport> report, Consumer<ProducerRecord<byte[], byte[]>> sender) {
        this.topic = topic;
        this.report = report;
        this.sender = sender;
    }

    @Override
    public void run() {
        try {
            NodeReport now = report.get();
            byte[] key = now.node().getBytes(StandardCharsets.UTF_8);
            sender.accept(new ProducerRecord<>(topic, key, codec.encode(now)));
        } catch (RuntimeException e) {
            // Thrown on, it would end the schedule and make a living node look dead.
            LOG.warn("a node report was not sent; the next one follows in a second", e);
        }
    }
}
