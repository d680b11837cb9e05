package io.duestream.executor.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.codec.RecordCodec;
import io.duestream.record.NodeControl;
import io.duestream.record.control.DrainNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ControlListenerTest {
    private static final TopicPartition CONTROL = new TopicPartition("test.control", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
    private final List<NodeControl> done = new CopyOnWriteArrayList<>();
    private final ControlListener listener =
            new ControlListener(() -> consumer, CONTROL.topic(), "node-1", this::handle);
    private final Thread thread = new Thread(listener);

    @BeforeEach
    void start() {
        consumer.updatePartitions(
                CONTROL.topic(),
                List.of(new PartitionInfo(CONTROL.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
        consumer.updateEndOffsets(Map.of(CONTROL, 5L));
        thread.start();
        await().until(() -> consumer.assignment().contains(CONTROL));
    }

    @AfterEach
    void stop() throws Exception {
        listener.stop();
        thread.join(10_000);
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void what_is_asked_of_this_node_is_done_and_of_others_not() {
        add(5, "node-2");
        add(6, "node-1");

        await().until(() -> done.size() == 1);
        assertThat(done.get(0).node()).isEqualTo("node-1");
    }

    @Test
    void garbage_and_a_failing_handler_and_a_failing_broker_end_nothing() {
        consumer.addRecord(
                new ConsumerRecord<>(CONTROL.topic(), 0, 5, null, "garbage".getBytes(StandardCharsets.UTF_8)));
        add(6, "node-1", "fails");
        consumer.setPollException(new TimeoutException("away"));
        add(7, "node-1");

        await().until(() -> done.size() == 1);
        assertThat(done.get(0).sender()).isEqualTo("operator");
    }

    private void handle(NodeControl control) {
        if (control.sender().equals("fails")) {
            throw new IllegalStateException("cannot");
        }
        done.add(control);
    }

    private void add(long offset, String node) {
        add(offset, node, "operator");
    }

    private void add(long offset, String node, String sender) {
        NodeControl control = new NodeControl(node, Instant.EPOCH, sender, new DrainNode(true));
        consumer.addRecord(new ConsumerRecord<>(
                CONTROL.topic(),
                0,
                offset,
                null,
                RecordCodec.of(NodeControl.class).encode(control)));
    }
}
