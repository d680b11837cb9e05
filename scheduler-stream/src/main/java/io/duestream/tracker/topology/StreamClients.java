package io.duestream.tracker.topology;

import io.duestream.topic.Topics;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/** Gives Kafka Streams clients that poll no longer than the next wake and never block in a send. */
public final class StreamClients implements KafkaClientSupplier {
    private final KafkaClientSupplier plain = new DefaultKafkaClientSupplier();
    private final StreamThreads threads;
    private final KnownGroups groups;
    private final Leftovers leftovers;
    private final String feedback;

    /** Clients that share the threads' state and the view of the topics. */
    public StreamClients(StreamThreads threads, KnownGroups groups, Topics topics, Leftovers leftovers) {
        this.threads = threads;
        this.groups = groups;
        this.leftovers = leftovers;
        this.feedback = topics.feedback().name();
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return plain.getAdmin(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        String id = String.valueOf(config.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG));
        return new GuardedProducer(
                () -> plain.getProducer(config), groups, threads, new EarlierTransactions(leftovers, id));
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return TrackerConsumer.wrap(plain.getConsumer(config), feedback, threads);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return plain.getRestoreConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return plain.getGlobalConsumer(config);
    }
}
