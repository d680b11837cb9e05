package io.duestream.executor.delivery;

import io.duestream.record.JobDispatch;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What was delivered and not started. Within a partition the order is that of the offsets; priority chooses among the
 * partitions' heads, then the earlier due time, then the earlier accepted job.
 *
 * <p>Not thread-safe.
 */
final class PartitionQueues {
    private static final Comparator<Delivery> ORDER = Comparator.comparing(
            Delivery::dispatch,
            Comparator.comparingInt(JobDispatch::priority)
                    .thenComparing(JobDispatch::dueAt)
                    .thenComparing(JobDispatch::token));

    private final Map<Integer, Queue> queues = new HashMap<>();
    private final QueueBound bound;
    private int size;

    PartitionQueues(QueueBound bound) {
        this.bound = bound;
    }

    void add(Delivery delivery) {
        Queue queue = queues.computeIfAbsent(delivery.partition(), p -> new Queue());
        queue.deliveries.addLast(delivery);
        queue.bytes += delivery.size();
        size++;
    }

    /** The delivery that is to be started next, of those at the head of a partition that may. */
    Optional<Delivery> first(Predicate<Delivery> may) {
        return best(may).map(Queue::head);
    }

    /** Removes the delivery that is to be started next, of those that may. */
    Optional<Delivery> next(Predicate<Delivery> may) {
        return best(may).map(this::removeHead);
    }

    private Delivery removeHead(Queue queue) {
        Delivery delivery = queue.deliveries.removeFirst();
        queue.bytes -= delivery.size();
        size--;
        if (queue.deliveries.isEmpty()) {
            queues.remove(delivery.partition());
        }
        return delivery;
    }

    private Optional<Queue> best(Predicate<Delivery> may) {
        Queue best = null;
        for (Queue queue : queues.values()) {
            if (may.test(queue.head()) && (best == null || ORDER.compare(queue.head(), best.head()) < 0)) {
                best = queue;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Drops what waits of a partition and answers it in order: none after the first was started either. */
    List<Delivery> drop(int partition) {
        Queue queue = queues.remove(partition);
        if (queue == null) {
            return List.of();
        }
        size -= queue.deliveries.size();
        return List.copyOf(queue.deliveries);
    }

    int size() {
        return size;
    }

    int size(int partition) {
        Queue queue = queues.get(partition);
        return queue == null ? 0 : queue.deliveries.size();
    }

    /** Whether no more of a partition should be fetched. */
    boolean full(int partition) {
        Queue queue = queues.get(partition);
        return queue != null && (queue.deliveries.size() >= bound.records() || queue.bytes >= bound.bytes());
    }

    /** Whether a partition that was full is half empty again: fetching on and off for each record would cost latency. */
    boolean roomy(int partition) {
        Queue queue = queues.get(partition);
        return queue == null || (queue.deliveries.size() <= bound.records() / 2 && queue.bytes <= bound.bytes() / 2);
    }

    private static final class Queue {
        private final ArrayDeque<Delivery> deliveries = new ArrayDeque<>();
        private long bytes;

        /** Empty queues are removed, so there is one. */
        Delivery head() {
            return deliveries.getFirst();
        }
    }
}
