package io.duestream.executor.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes partitions up and gives them away. What was not started goes with its partition; what runs is reported, the
 * reports are waited for, for a bounded time, and the offsets committed before the partition leaves, so that its next
 * owner repeats nothing. Runs as part of the poll loop's thread.
 */
final class Handover implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);
    private static final Duration BROKER_ANSWERS_WITHIN = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final Deliveries deliveries;
    private final Runnable reportStarted;
    private final PollLoop.Times times;
    private final LongSupplier nanos;
    private final GoodOrder goodOrder = new GoodOrder();

    Handover(
            Consumer<byte[], byte[]> consumer,
            String topic,
            Deliveries deliveries,
            Runnable reportStarted,
            PollLoop.Times times,
            LongSupplier nanos) {
        this.consumer = consumer;
        this.topic = topic;
        this.deliveries = deliveries;
        this.reportStarted = reportStarted;
        this.times = times;
        this.nanos = nanos;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Set<Integer> untouched = takeUp(partitions);
        Map<Integer, Long> ends = ends(partitions);
        for (TopicPartition partition : partitions) {
            int number = partition.partition();
            deliveries.assigned(
                    number, untouched.contains(number) ? 0 : ends.getOrDefault(number, Deliveries.UNKNOWN_BOUNDARY));
        }
        LOG.info("assigned {}, ending at {}; given away in good order: {}", partitions, ends, untouched);
    }

    /** Takes back the word that the last owners left, before anything begins; answers the partitions that had it. */
    private Set<Integer> takeUp(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> plain = new HashMap<>();
        try {
            consumer.committed(Set.copyOf(partitions), BROKER_ANSWERS_WITHIN).forEach((partition, committed) -> {
                if (GoodOrder.of(committed)) {
                    plain.put(partition, new OffsetAndMetadata(committed.offset()));
                }
            });
            if (!plain.isEmpty()) {
                consumer.commitSync(plain, BROKER_ANSWERS_WITHIN);
            }
        } catch (KafkaException e) {
            LOG.info("how {} were given away is not known; what is in them begins with care", partitions, e);
            return Set.of();
        }
        plain.forEach((partition, offset) -> goodOrder.takenUp(partition.partition(), offset.offset()));
        return numbers(plain.keySet()).stream().collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        giveAway(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        // Another node may own them already: an offset committed now would be refused, or worse, not.
        forget(partitions);
        LOG.warn("lost {}; what runs goes on and reports under its old lease", partitions);
    }

    /** Gives partitions away in good order. */
    void giveAway(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        settleOrSay(partitions);
        commit(partitions);
        forget(partitions);
        LOG.info("gave {} away", partitions);
    }

    /**
     * Gives everything away before the group is left. While a rebalance is under way the brokers take no offsets, and the
     * next owners would repeat what they cover; so it is brought to its end first.
     */
    void giveAllAway() {
        Set<TopicPartition> partitions = Set.copyOf(consumer.assignment());
        if (partitions.isEmpty()) {
            return;
        }
        settleOrSay(partitions);
        long deadline = nanos.getAsLong() + times.handover().toNanos();
        while (commit(partitions) == Commit.AFTER_REBALANCE && nanos.getAsLong() - deadline < 0) {
            consumer.pause(consumer.assignment());
            // Records of partitions that come now are not taken in, nor committed over: we leave.
            consumer.poll(times.flush());
        }
        forget(partitions);
        forget(consumer.assignment());
        LOG.info("gave {} away", partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        deliveries.forget(numbers(partitions));
        numbers(partitions).forEach(goodOrder::gone);
    }

    private void settleOrSay(Collection<TopicPartition> partitions) {
        List<Integer> numbers = numbers(partitions);
        deliveries.withdraw(numbers);
        int unsettled = settle(numbers);
        if (unsettled > 0) {
            LOG.warn(
                    "{} started runs of {} could not be reported within {}; the next owner will repeat them",
                    unsettled,
                    partitions,
                    times.handover());
        }
    }

    private int settle(List<Integer> partitions) {
        long deadline = nanos.getAsLong() + times.handover().toNanos();
        int unsettled;
        do {
            // Again and again: a worker may have taken its delivery a moment ago and not begun.
            reportStarted.run();
            unsettled = deliveries.settlements().awaitSettled(partitions, times.flush());
        } while (unsettled > 0
                && nanos.getAsLong() - deadline < 0
                && !Thread.currentThread().isInterrupted());
        return unsettled;
    }

    private enum Commit {
        DONE,
        AFTER_REBALANCE,
        FAILED
    }

    private Commit commit(Collection<TopicPartition> givenAway) {
        Map<Integer, Long> offsets = deliveries.settlements().toCommitAtLast();
        Map<TopicPartition, OffsetAndMetadata> last = withTopic(offsets);
        for (TopicPartition partition : givenAway) {
            untouchedFrom(partition.partition()).ifPresent(offset -> last.put(partition, GoodOrder.at(offset)));
        }
        if (last.isEmpty()) {
            return Commit.DONE;
        }
        try {
            consumer.commitSync(last, BROKER_ANSWERS_WITHIN);
            deliveries.settlements().committed(offsets);
            return Commit.DONE;
        } catch (RebalanceInProgressException e) {
            deliveries.settlements().notCommitted(offsets);
            LOG.info("offsets {} of {} cannot be committed during a rebalance", offsets, topic);
            return Commit.AFTER_REBALANCE;
        } catch (KafkaException e) {
            deliveries.settlements().notCommitted(offsets);
            LOG.warn("offsets {} of {} were not committed, the next owner repeats what they cover", offsets, topic, e);
            return Commit.FAILED;
        }
    }

    /** From where on nothing of a partition was ever begun, if that is known. */
    private OptionalLong untouchedFrom(int partition) {
        OptionalLong begun = deliveries.begunUpTo(partition);
        return begun.isPresent() && begun.getAsLong() < 0 ? goodOrder.takenUpAt(partition) : begun;
    }

    /** Asks again for the ends that were not known at the assignment. */
    void learnBoundaries() {
        List<TopicPartition> unknown = consumer.assignment().stream()
                .filter(partition -> deliveries.boundaryUnknown(partition.partition()))
                .toList();
        if (!unknown.isEmpty()) {
            ends(unknown).forEach(deliveries::boundary);
        }
    }

    private Map<Integer, Long> ends(Collection<TopicPartition> partitions) {
        Map<Integer, Long> ends = new HashMap<>();
        try {
            consumer.endOffsets(partitions, BROKER_ANSWERS_WITHIN)
                    .forEach((partition, end) -> ends.put(partition.partition(), end));
        } catch (KafkaException e) {
            LOG.warn("the ends of {} are not known yet; until then every start waits for its report", partitions, e);
        }
        return ends;
    }

    Map<TopicPartition, OffsetAndMetadata> withTopic(Map<Integer, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> withTopic = new HashMap<>();
        offsets.forEach((partition, offset) ->
                withTopic.put(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)));
        return withTopic;
    }

    private static List<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).toList();
    }
}
