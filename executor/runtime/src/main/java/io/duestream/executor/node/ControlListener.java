package io.duestream.executor.node;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.RecordCodec;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.record.NodeControl;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is asked of this node, from the moment it starts: what was asked before was asked of another process. On its
 * own thread, so that an interruption does not wait for the poll loop.
 */
public final class ControlListener implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlListener.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration AFTER_FAULT = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final RecordCodec<NodeControl> codec = RecordCodec.of(NodeControl.class);
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final String topic;
    private final String node;
    private final java.util.function.Consumer<NodeControl> handler;
    private final CountDownLatch stopping = new CountDownLatch(1);

    /**
     * @param consumers makes a consumer without a group
     * @param topic for controls
     * @param node this node's id
     * @param handler does what is asked of this node
     */
    public ControlListener(
            Supplier<Consumer<byte[], byte[]>> consumers,
            String topic,
            String node,
            java.util.function.Consumer<NodeControl> handler) {
        this.consumers = consumers;
        this.topic = topic;
        this.node = node;
        this.handler = handler;
    }

    /** Asks {@link #run()} to return. */
    public void stop() {
        stopping.countDown();
    }

    @Override
    public void run() {
        Consumer<byte[], byte[]> consumer = consumers.get();
        try {
            while (stopping.getCount() > 0) {
                turn(consumer);
            }
        } catch (InterruptedException e) {
            LOG.debug("interrupted, which is as good as stopped", e);
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }

    private void turn(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        try {
            if (consumer.assignment().isEmpty()) {
                assign(consumer);
            }
            consumer.poll(POLL).forEach(this::read);
        } catch (RuntimeException e) {
            LOG.warn("reading {} failed; trying again in {}", topic, AFTER_FAULT, e);
            stopping.await(AFTER_FAULT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void assign(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // The end is looked up when it is needed; asked for now, it is the end of now.
        partitions.forEach(consumer::position);
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        try {
            NodeControl control = codec.decode(record.value());
            if (control.node().equals(node)) {
                handler.accept(control);
            }
        } catch (MalformedRecordException | UnknownSchemaException e) {
            // Each node reads the whole topic: its writer is told by one of them and by no dead letter from each.
            LOG.warn("{}-{}@{} is ignored: {}", topic, record.partition(), record.offset(), e.getMessage());
        } catch (RuntimeException e) {
            // Thrown on, it would take the rest of the batch with it.
            LOG.error("{}-{}@{} could not be done", topic, record.partition(), record.offset(), e);
        }
    }
}
