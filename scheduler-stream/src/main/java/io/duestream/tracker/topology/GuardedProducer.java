package io.duestream.tracker.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OperationNotAttemptedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.metrics.KafkaMetric;

/**
 * The producer of a stream thread. It never blocks in partitionsFor, and a send that cannot reach its topic gives the
 * thread's transaction up at once, in the way in which Streams rolls everything of the thread back and goes on. After a
 * transaction that was aborted, or whose brokers may have started again meanwhile, it sees to it that nothing of it is left.
 */
final class GuardedProducer implements Producer<byte[], byte[]> {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
    /** Without it a partition that stays without a leader would be tried again and again without a pause. */
    private static final Duration HINDERED_FOR = Duration.ofSeconds(5);

    private final Supplier<Producer<byte[], byte[]>> make;
    private final KnownGroups topics;
    private final StreamThreads threads;
    /** Kept, so that the same one can be taken back. */
    private final Consumer<String> gone = this::topicGone;

    private final Unanswered unanswered = new Unanswered();
    private final EarlierTransactions earlier;
    private volatile Producer<byte[], byte[]> producer;
    /** Why the transaction is given up. */
    private volatile String failure;

    GuardedProducer(
            Supplier<Producer<byte[], byte[]>> make,
            KnownGroups topics,
            StreamThreads threads,
            EarlierTransactions earlier) {
        this.make = make;
        this.earlier = earlier;
        this.producer = make.get();
        this.topics = topics;
        this.threads = threads;
        topics.whenGone(gone);
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
        refuseIfGivenUp();
        giveUpIfHindered(record);
        refuseIfGivenUp();
        Future<RecordMetadata> future = topics.isDispatch(record.topic())
                ? dispatch(record, callback)
                : pass(record, guarded(record.topic(), callback));
        refuseIfGivenUp();
        return future;
    }

    /** A producer whose metadata has lost the topic already waits for it to come back, up to max.block.ms. */
    private Future<RecordMetadata> dispatch(ProducerRecord<byte[], byte[]> record, Callback callback) {
        String topic = record.topic();
        Callback guarded = guarded(topic, callback);
        unanswered.sent(topic);
        return unanswered.await(() -> {
            if (topics.missing(topic)) {
                unanswered.answered(topic);
                giveUp(topic, "is not in the cluster");
                return null;
            }
            return pass(record, (metadata, exception) -> {
                unanswered.answered(topic);
                guarded.onCompletion(metadata, exception);
            });
        });
    }

    /**
     * Says of the transaction what is the transaction's fault: a producer whose commit ran into its time limit, or that was
     * closed, answers every send with an IllegalStateException, for which the record that is being taken would be blamed.
     */
    private Future<RecordMetadata> pass(ProducerRecord<byte[], byte[]> record, Callback callback) {
        try {
            return producer.send(record, callback);
        } catch (IllegalStateException e) {
            throw takesNoMore(e);
        }
    }

    private static KafkaException takesNoMore(IllegalStateException reason) {
        return new KafkaException("the producer takes no more records: " + reason.getMessage(), reason);
    }

    /**
     * Keeps from Streams what ends this transaction only: it would keep the error for its next life. That is what
     * KafkaProducer reports on the calling thread before send returns ("no metadata within max.block.ms", "too large",
     * "buffer full"), a batch that ran into its time limit because its topic is gone, one that the broker did not look at as
     * it was sent beside one whose topic is gone, and all that fails after that.
     */
    private Callback guarded(String topic, Callback callback) {
        Thread caller = Thread.currentThread();
        return (metadata, exception) -> {
            boolean ours = Thread.currentThread() == caller
                    || topics.isDispatch(topic) && exception instanceof RetriableException
                    || exception instanceof OperationNotAttemptedException;
            if (exception != null && (failure != null || ours)) {
                if (failure == null) {
                    giveUp(topic, exception.toString());
                }
            } else if (callback != null) {
                callback.onCompletion(metadata, exception);
            }
        };
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        return send(record, null);
    }

    private void giveUp(String topic, String reason) {
        failure = "topic " + topic + ": " + reason;
        topics.failed(topic);
    }

    /** A group whose topic is hindered is let rest; nobody else has to wait for it. */
    private void giveUpIfHindered(ProducerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        if (topics.isDispatch(topic)) {
            earlier.hinders(topic, record.partition(), Duration.ZERO).ifPresent(reason -> giveUp(topic, reason));
        } else {
            earlier.hinders(topic, partition(record), HINDERED_FOR)
                    .ifPresent(reason -> failure = "topic " + topic + ": " + reason);
        }
    }

    /** Where it will go, as far as that is known: as KafkaProducer chooses by key. */
    private Integer partition(ProducerRecord<byte[], byte[]> record) {
        int partitions = topics.partitionsOf(record.topic()).size();
        return record.partition() != null || record.key() == null || partitions == 0
                ? record.partition()
                : (Integer) BuiltInPartitioner.partitionForKey(record.key(), partitions);
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
        if (failure == null) {
            String topic = Topic.GROUP_METADATA_TOPIC_NAME;
            earlier.hinders(topic, null, HINDERED_FOR).ifPresent(reason -> failure = "topic " + topic + ": " + reason);
        }
        if (failure != null) {
            throw givenUp();
        }
        earlier.take(() -> producer.sendOffsetsToTransaction(offsets, groupMetadata));
    }

    @Override
    public void commitTransaction() {
        if (failure != null) {
            throw givenUp();
        }
        earlier.take(producer::commitTransaction);
        threads.committed();
        earlier.committed();
    }

    /**
     * Does not wait for what is on its way to a topic that is gone: an abort would, until those records have run into their
     * time limit. The next producer of the same transactional id ends the transaction, and its epoch keeps out whatever
     * the first one still had on the wire.
     */
    @Override
    public void abortTransaction() {
        earlier.look();
        Optional<String> stuck = unanswered.topics().stream()
                .filter(topic -> failure != null || topics.missing(topic))
                .findAny();
        if (stuck.isPresent()) {
            giveUp(stuck.get(), "records for it are on their way");
            producer.close(Duration.ZERO);
            producer = make.get();
            producer.initTransactions();
        } else {
            earlier.take(producer::abortTransaction);
        }
        unanswered.clear();
        threads.aborted();
        failure = null;
        earlier.look();
    }

    @Override
    public void initTransactions() {
        // Whatever the thread emitted before went with the producer before; nobody has to commit it any more.
        threads.aborted();
        producer.initTransactions();
        earlier.look();
    }

    @Override
    public void beginTransaction() {
        try {
            producer.beginTransaction();
        } catch (IllegalStateException e) {
            // Streams begins one when the first record is sent, so this too happens while a record is taken.
            throw takesNoMore(e);
        }
    }

    @Override
    public void registerMetricForSubscription(KafkaMetric metric) {
        producer.registerMetricForSubscription(metric);
    }

    @Override
    public void unregisterMetricFromSubscription(KafkaMetric metric) {
        producer.unregisterMetricFromSubscription(metric);
    }

    /**
     * Waits for all answers. A batch for a topic that is deleted meanwhile is never answered: the wait for it ends when the
     * topics are seen without it, and the transaction is given up.
     */
    @Override
    public void flush() {
        threads.committing();
        unanswered.await(() -> {
            unanswered.topics().stream().filter(topics::missing).findAny().ifPresent(this::deleted);
            if (failure == null) {
                earlier.take(producer::flush);
            }
            return null;
        });
    }

    private void deleted(String topic) {
        giveUp(topic, "was deleted while records for it were on their way");
    }

    private void topicGone(String topic) {
        unanswered.interrupt(topic, () -> deleted(topic));
    }

    @Override
    public Map<MetricName, ? extends Metric> metrics() {
        return producer.metrics();
    }

    @Override
    public Uuid clientInstanceId(Duration timeout) {
        return producer.clientInstanceId(timeout);
    }

    /**
     * Waits for a moment only. Streams closes without a bound, and a producer whose transaction could not be aborted while
     * the brokers were away may wait for ever, also when they are back; the stream thread would then keep its partitions
     * and its state from whoever takes its place. What is open is aborted by the next owner of the transactional id, or by
     * the brokers when its time is over.
     */
    @Override
    public void close() {
        close(CLOSE_WITHIN);
    }

    @Override
    public void close(Duration timeout) {
        topics.whenGoneNoMore(gone);
        producer.close(timeout);
    }
}
