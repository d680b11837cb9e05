package io.duestream.executor.delivery;

import io.duestream.executor.delivery.Deliveries.Standing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the dispatch topic, flushes and commits, on one thread that never waits for a run: what cannot be started waits
 * in {@link Deliveries}, and partitions with too much waiting are paused.
 *
 * <p>{@link #run()} returns after {@link #stop()}, when the partitions are given away and the group is left.
 */
public final class PollLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
    private static final Duration PARKED = Duration.ofSeconds(30);
    private static final Duration AFTER_FAULT = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final Deliveries deliveries;
    private final Intake intake;
    private final Runnable reportStarted;
    private final Times times;
    private final LongSupplier nanos;
    private final Standstill standstill;
    private final Handover handover;
    private final Map<TopicPartition, Long> parkedUntil = new HashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private long faultUntil;
    private long lastBoundaryQuestion;
    private boolean faulty;
    private boolean doubted;
    private boolean subscribed;
    private volatile boolean takes = true;
    private volatile boolean hasPartitions;

    /**
     * How long things take.
     *
     * @param flush between two flushes, after which a run that is still running is reported
     * @param handover for the reports of a partition that is given away
     */
    public record Times(Duration flush, Duration handover) {
        /** 50 ms, and 5 s for a partition that is given away. */
        public static final Times DEFAULT = new Times(Duration.ofMillis(50), Duration.ofSeconds(5));
    }

    /**
     * @param consumer of the node group's consumer group; the loop closes it
     * @param topic dispatch topic of the group
     * @param deliveries what is delivered and what is settled
     * @param intake reads the records
     * @param reportStarted reports every run that is running and not reported
     * @param times how long things take
     * @param standstill told of each turn
     * @param nanos {@link System#nanoTime()}, or a test's
     */
    public PollLoop(
            Consumer<byte[], byte[]> consumer,
            String topic,
            Deliveries deliveries,
            Intake intake,
            Runnable reportStarted,
            Times times,
            Standstill standstill,
            LongSupplier nanos) {
        this.consumer = consumer;
        this.topic = topic;
        this.deliveries = deliveries;
        this.intake = intake;
        this.reportStarted = reportStarted;
        this.times = times;
        this.nanos = nanos;
        this.standstill = standstill;
        this.handover = new Handover(consumer, topic, deliveries, reportStarted, times, nanos);
    }

    /** Asks the loop to give its partitions away and return; noticed within {@code 250 ms}. */
    public void stop() {
        stopping.countDown();
    }

    /**
     * Joins the group and takes work, or leaves it: then its partitions and what has not begun of them go to the others, or
     * wait where there are none. Runs go on and are reported. Noticed within {@code 250 ms}.
     */
    public void takePartitions(boolean take) {
        takes = take;
    }

    /** Whether this node had partitions of the topic when the loop looked last; for any thread. */
    public boolean hasPartitions() {
        return hasPartitions;
    }

    Handover handover() {
        return handover;
    }

    @Override
    public void run() {
        try {
            Cadence cadence = new Cadence(times.flush(), nanos.getAsLong());
            while (stopping.getCount() > 0) {
                turn(cadence);
            }
        } finally {
            leave();
        }
    }

    /** One round of the loop. */
    void turn(Cadence cadence) {
        standstill.turn();
        try {
            if (inFault() || !joined()) {
                stopping.await(times.flush().toMillis(), TimeUnit.MILLISECONDS);
            } else {
                adjustFlow();
                poll(cadence.pollTimeout(nanos.getAsLong(), deliveries.standing()));
            }
            flushAndCommit(cadence);
        } catch (InterruptedException e) {
            LOG.warn("the poll loop of {} was interrupted and stops", topic);
            stop();
        } catch (RuntimeException e) {
            // Whatever it is, runs go on and must be reported; a wrong permission may be put right any time.
            LOG.error("polling {} failed; trying again in {}", topic, AFTER_FAULT, e);
            faulty = true;
            faultUntil = nanos.getAsLong() + AFTER_FAULT.toNanos();
        }
    }

    /** Whether the node is in the group, after it has joined or left as it should. */
    private boolean joined() {
        boolean wanted = takes;
        if (wanted && !subscribed) {
            consumer.subscribe(List.of(topic), handover);
            subscribed = true;
        } else if (!wanted && subscribed) {
            handover.giveAllAway();
            consumer.unsubscribe();
            subscribed = false;
            hasPartitions = false;
            LOG.info("left the group of {}; nothing is taken until this node joins again", topic);
        }
        return subscribed;
    }

    private boolean inFault() {
        faulty = faulty && nanos.getAsLong() - faultUntil < 0;
        return faulty;
    }

    private void poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
        hasPartitions = !consumer.assignment().isEmpty();
        standstill.turn();
        if (standstill.doubtful()) {
            putBack(records);
            return;
        }
        // Rebalances happen within poll, on this thread: this is the generation the records came under.
        int generation = Math.max(0, consumer.groupMetadata().generationId());
        for (TopicPartition partition : records.partitions()) {
            takeIn(partition, records.records(partition), generation);
        }
    }

    /** What came from a partition that may be another's is read again if it is not. */
    private void putBack(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, records.records(partition).get(0).offset());
            }
        }
    }

    private void takeIn(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, int generation) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                intake.accept(record, generation);
            } catch (RuntimeException e) {
                park(partition, record.offset(), e);
                return;
            }
        }
    }

    /**
     * Stops a partition at a record that was written by a newer node, or that could not be taken in for whatever reason:
     * going on behind it would commit an offset over it.
     */
    private void park(TopicPartition partition, long offset, RuntimeException reason) {
        LOG.error("{}@{} has to wait, and all behind it; trying again in {}", partition, offset, PARKED, reason);
        consumer.seek(partition, offset);
        consumer.pause(List.of(partition));
        parkedUntil.put(partition, nanos.getAsLong() + PARKED.toNanos());
    }

    private void adjustFlow() {
        if (standstill.doubtful()) {
            consumer.pause(consumer.assignment());
            doubted = true;
            return;
        }
        if (doubted) {
            doubted = false;
            deliveries.startAgain();
        }
        for (TopicPartition partition : consumer.assignment()) {
            boolean paused = consumer.paused().contains(partition);
            if (!paused && deliveries.full(partition.partition())) {
                consumer.pause(List.of(partition));
            } else if (paused && deliveries.roomy(partition.partition()) && !parked(partition)) {
                consumer.resume(List.of(partition));
            }
        }
    }

    private boolean parked(TopicPartition partition) {
        Long until = parkedUntil.get(partition);
        if (until != null && nanos.getAsLong() - until >= 0) {
            parkedUntil.remove(partition);
            return false;
        }
        return until != null;
    }

    private void flushAndCommit(Cadence cadence) {
        if (cadence.flushDue(nanos.getAsLong())) {
            reportStarted.run();
        }
        if (nanos.getAsLong() - lastBoundaryQuestion >= AFTER_FAULT.toNanos()) {
            lastBoundaryQuestion = nanos.getAsLong();
            handover.learnBoundaries();
        }
        Standing standing = deliveries.standing();
        if (cadence.commitDue(nanos.getAsLong(), standing)) {
            commit();
        }
    }

    private void commit() {
        Map<Integer, Long> offsets = deliveries.settlements().toCommit();
        if (offsets.isEmpty()) {
            return;
        }
        consumer.commitAsync(handover.withTopic(offsets), (committed, problem) -> {
            if (problem != null) {
                deliveries.settlements().notCommitted(offsets);
                LOG.info("offsets {} of {} were not committed, trying again: {}", offsets, topic, problem.toString());
            } else {
                deliveries.settlements().committed(offsets);
            }
        });
    }

    private void leave() {
        try {
            handover.giveAllAway();
            consumer.unsubscribe();
        } catch (RuntimeException e) {
            LOG.warn("leaving the consumer group of {} failed; the broker notices it by the session timeout", topic, e);
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }
}
