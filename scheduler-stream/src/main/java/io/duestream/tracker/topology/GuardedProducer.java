package io.duestream.tracker.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.metrics.KafkaMetric;

/**
 * The producer of a stream thread. It never blocks in partitionsFor, and a send that cannot reach its topic gives the
 * thread's transaction up at once, in the way in which Streams rolls everything of the thread back and goes on.
 */
final class GuardedProducer implements Producer<byte[], byte[]> {
    private final Producer<byte[], byte[]> producer;
    private final KnownGroups topics;
    private final StreamThreads threads;
    /** Why the transaction is given up. Set on the stream thread only. */
    private String failure;

    GuardedProducer(Producer<byte[], byte[]> producer, KnownGroups topics, StreamThreads threads) {
        this.producer = producer;
        this.topics = topics;
        this.threads = threads;
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic) {
        List<PartitionInfo> known = topics.partitionsOf(topic);
        // One made-up partition lets the record reach send, which fails the transaction. An empty list would make
        // Streams throw what ends the thread; asking the producer would block and throw what tears the transaction.
        return known.isEmpty() ? List.of(new PartitionInfo(topic, 0, null, null, null)) : known;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        if (failure == null && topics.missing(record.topic())) {
            giveUp(record.topic(), "is not in the cluster");
        }
        refuseIfGivenUp();
        Thread caller = Thread.currentThread();
        Future<RecordMetadata> future = producer.send(record, (metadata, exception) -> {
            // KafkaProducer reports "no metadata within max.block.ms", "too large", "buffer full" on the calling thread
            // before send returns. Streams must not hear of it: it would keep the error for its next life.
            if (exception != null && Thread.currentThread() == caller && failure == null) {
                giveUp(record.topic(), exception.toString());
            } else if (callback != null) {
                callback.onCompletion(metadata, exception);
            }
        });
        refuseIfGivenUp();
        return future;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        return send(record, null);
    }

    private void giveUp(String topic, String reason) {
        failure = "topic " + topic + ": " + reason;
        topics.failed(topic);
    }

    /** StreamsProducer.send unwraps this cause into a TaskMigratedException, which no exception handler may swallow. */
    private void refuseIfGivenUp() {
        if (failure != null) {
            throw new KafkaException(failure, givenUp());
        }
    }

    private InvalidProducerEpochException givenUp() {
        return new InvalidProducerEpochException("the transaction is given up: " + failure);
    }

    @Override
    public void sendOffsetsToTransaction(
            Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
        if (failure != null) {
            throw givenUp();
        }
        producer.sendOffsetsToTransaction(offsets, groupMetadata);
    }

    @Override
    public void commitTransaction() {
        if (failure != null) {
            throw givenUp();
        }
        producer.commitTransaction();
        threads.committed();
    }

    @Override
    public void abortTransaction() {
        producer.abortTransaction();
        threads.committed();
        failure = null;
    }

    @Override
    public void initTransactions() {
        // Whatever the thread emitted before went with the producer before; nobody has to commit it any more.
        threads.committed();
        producer.initTransactions();
    }

    @Override
    public void beginTransaction() {
        producer.beginTransaction();
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        producer.registerMetricForSubscription(metric);
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        producer.unregisterMetricFromSubscription(metric);
    }

    @Override
    public void flush() {
        producer.flush();
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return producer.metrics();
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return producer.clientInstanceId(timeout);
    }

    @Override
    public void close() {
        producer.close();
    }

    @Override
    public void close(Duration timeout) {
        producer.close(timeout);
    }
}
