package io.duestream.cli.node;

import io.duestream.client.KafkaConnection;
import io.duestream.codec.RecordCodec;
import io.duestream.node.NodeId;
import io.duestream.record.NodeControl;
import io.duestream.record.control.Control;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Asks nodes by records on the control topic. */
final class ControlSender {
    private static final int WITHIN_MILLIS = 15_000;

    private ControlSender() {}

    /**
     * Sends one record to each node and waits until the brokers have all of them.
     *
     * @return when they had the first, on their clock
     * @throws KafkaException if they do not take them
     * @throws InterruptedException if interrupted while waiting
     */
    static Instant send(KafkaConnection connection, List<String> nodes, Control body) throws InterruptedException {
        RecordCodec<NodeControl> codec = RecordCodec.of(NodeControl.class);
        String sender = System.getProperty("user.name", "?") + "@" + NodeId.host();
        String topic = connection.topics().control().name();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties(connection))) {
            List<Future<RecordMetadata>> sent = nodes.stream()
                    .map(node -> producer.send(new ProducerRecord<>(
                            topic,
                            node.getBytes(StandardCharsets.UTF_8),
                            codec.encode(new NodeControl(node, Instant.now(), sender, body)))))
                    .collect(Collectors.toList());
            producer.flush();
            Instant first = Instant.MAX;
            for (Future<RecordMetadata> each : sent) {
                Instant at = Instant.ofEpochMilli(each.get().timestamp());
                first = first.isBefore(at) ? first : at;
            }
            return first;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException problem ? problem : new KafkaException(e.getCause());
        }
    }

    private static Map<String, Object> properties(KafkaConnection connection) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WITHIN_MILLIS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                Duration.ofSeconds(5).toMillis());
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, WITHIN_MILLIS);
        properties.putAll(connection.kafka());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return properties;
    }
}
