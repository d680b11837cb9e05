package io.duestream.tracker.process;

import io.duestream.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.requests.TransactionResult;

/** The transactions on the partitions of a cluster, and on those of the brokers' own offsets, of its trackers only. */
final class PartitionTransactions implements StrandedTransactions.Brokers {
    private static final Set<TransactionState> OVER =
            Set.of(TransactionState.COMPLETE_ABORT, TransactionState.COMPLETE_COMMIT, TransactionState.EMPTY);

    private final Admin admin;
    private final Topics topics;
    private final TransactionOutcomes outcomes;
    private final TransactionMarkers markers;

    /** The transactions of a cluster. */
    PartitionTransactions(Admin admin, Map<String, Object> clients, Topics topics) {
        this.admin = admin;
        this.topics = topics;
        this.outcomes = new TransactionOutcomes(clients);
        this.markers = new TransactionMarkers(clients);
    }

    @Override
    public Map<TopicPartition, Long> held() {
        Map<TopicPartition, OffsetSpec> latest = partitions().led().stream()
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> committed = ends(latest, IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, ListOffsetsResultInfo> all = ends(latest, IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> held = new HashMap<>();
        committed.forEach((partition, end) -> {
            if (end.offset() < all.get(partition).offset()) {
                held.put(partition, end.offset());
            }
        });
        return held;
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends(
            Map<TopicPartition, OffsetSpec> latest, IsolationLevel isolation) {
        return Transactions.answer(
                "tell where topics end",
                admin.listOffsets(latest, new ListOffsetsOptions(isolation)).all());
    }

    /**
     * The partitions that are looked at.
     *
     * @param led those that have a leader
     * @param leaderless those that have none now, but for those of the offsets of other groups
     */
    record Partitions(Set<TopicPartition> led, Set<TopicPartition> leaderless) {}

    /** All on which there may be transactions of the cluster's trackers. */
    Partitions partitions() {
        Set<String> names = Transactions.answer(
                "list topics",
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        List<String> looked = names.stream().filter(this::looked).toList();
        Set<TopicPartition> led = new HashSet<>();
        Set<TopicPartition> leaderless = new HashSet<>();
        Transactions.answer("describe topics", admin.describeTopics(looked).allTopicNames())
                .forEach((name, topic) -> {
                    int count = topic.partitions().size();
                    topic.partitions()
                            .forEach(each -> (each.leader() != null ? led : leaderless)
                                    .add(new TopicPartition(name, each.partition())));
                    leaderless.removeIf(each -> ofOthersOffsets(each, count));
                });
        return new Partitions(led, leaderless);
    }

    /** The last transaction of a producer, as its coordinator knows it. */
    TransactionDescription describe(String transactionalId) {
        return Transactions.answer(
                "describe the transactions of " + transactionalId,
                admin.describeTransactions(List.of(transactionalId)).description(transactionalId));
    }

    /** Trackers commit the offsets of one group only, which one partition keeps. */
    private boolean ofOthersOffsets(TopicPartition partition, int count) {
        return partition.topic().equals(Topic.GROUP_METADATA_TOPIC_NAME)
                && partition.partition() != TransactionOutcomes.partition(topics.trackerApplicationId(), count);
    }

    private boolean looked(String topic) {
        return topics.owns(topic) || ofTrackers(topic) || topic.equals(Topic.GROUP_METADATA_TOPIC_NAME);
    }

    private boolean ofTrackers(String name) {
        return name.startsWith(topics.trackerApplicationId() + "-");
    }

    @Override
    public List<StrandedTransactions.Open> open(Set<TopicPartition> partitions) {
        List<StrandedTransactions.Open> open = new ArrayList<>();
        Transactions.answer(
                        "describe producers",
                        admin.describeProducers(partitions).all())
                .forEach((partition, state) -> state.activeProducers().stream()
                        .flatMap(producer -> open(partition, producer).stream())
                        .forEach(open::add));
        return open;
    }

    private static Optional<StrandedTransactions.Open> open(TopicPartition partition, ProducerState producer) {
        return producer.currentTransactionStartOffset().isEmpty()
                ? Optional.empty()
                : Optional.of(new StrandedTransactions.Open(
                        partition,
                        producer.producerId(),
                        producer.producerEpoch(),
                        producer.coordinatorEpoch().orElse(0),
                        producer.currentTransactionStartOffset().getAsLong()));
    }

    @Override
    public Set<StrandedTransactions.Open> over(List<StrandedTransactions.Open> open) {
        List<String> listed = ids(open);
        return over(
                open,
                Transactions.answer(
                        "describe transactions",
                        admin.describeTransactions(listed).all()));
    }

    private List<String> ids(List<StrandedTransactions.Open> open) {
        List<Long> producers = open.stream()
                .map(StrandedTransactions.Open::producerId)
                .distinct()
                .toList();
        return Transactions.answer(
                        "list transactions",
                        admin.listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                                .all())
                .stream()
                .map(TransactionListing::transactionalId)
                .toList();
    }

    /** Those that a description of their own producer says to be over; the brokers keep silent on what we may not describe. */
    Set<StrandedTransactions.Open> over(
            List<StrandedTransactions.Open> open, Map<String, TransactionDescription> described) {
        Set<StrandedTransactions.Open> over = new HashSet<>();
        described.forEach((id, transaction) -> open.stream()
                .filter(each -> each.producerId() == transaction.producerId())
                .filter(each -> each.producerEpoch() <= transaction.producerEpoch())
                .filter(each -> OVER.contains(transaction.state())
                        || !transaction.topicPartitions().contains(each.partition()))
                .filter(each -> !each.partition().topic().equals(Topic.GROUP_METADATA_TOPIC_NAME) || ofTrackers(id))
                .forEach(over::add));
        return over;
    }

    @Override
    public Optional<TransactionResult> outcome(StrandedTransactions.Open open) {
        return outcomes.of(ids(List.of(open)), open.producerId(), open.producerEpoch());
    }

    @Override
    public void end(StrandedTransactions.Open open, TransactionResult result) {
        switch (result) {
            case ABORT -> abort(open);
            case COMMIT -> markers.commit(open, leader(open.partition()));
        }
    }

    private Node leader(TopicPartition partition) {
        return Transactions.answer(
                        "describe topics",
                        admin.describeTopics(List.of(partition.topic())).allTopicNames())
                .get(partition.topic())
                .partitions()
                .stream()
                .filter(each -> each.partition() == partition.partition() && each.leader() != null)
                .findFirst()
                .orElseThrow(() -> new KafkaException(partition + " has no leader"))
                .leader();
    }

    private void abort(StrandedTransactions.Open open) {
        AbortTransactionSpec spec = new AbortTransactionSpec(
                open.partition(), open.producerId(), (short) open.producerEpoch(), open.coordinatorEpoch());
        Transactions.answer(
                "abort the transaction " + open, admin.abortTransaction(spec).all());
    }
}
