package io.duestream.executor;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the dispatch topic again when somebody has deleted it; to be run each {@link #PACE}. Without it the group's jobs
 * would wait until one of its executors starts anew.
 */
final class DispatchTopicWatch implements Runnable {
    /** How often to look at most. */
    static final Duration PACE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(DispatchTopicWatch.class);

    private final String topic;
    private final BooleanSupplier hasPartitions;
    private final BooleanSupplier makeAgain;
    private boolean failed;

    /**
     * @param topic its name
     * @param hasPartitions whether this node has partitions of the topic, which then exists: nobody need be asked
     * @param makeAgain makes the topic if it is gone, and answers whether it was; may throw what it likes
     */
    DispatchTopicWatch(String topic, BooleanSupplier hasPartitions, BooleanSupplier makeAgain) {
        this.topic = topic;
        this.hasPartitions = hasPartitions;
        this.makeAgain = makeAgain;
    }

    @Override
    public void run() {
        if (hasPartitions.getAsBoolean()) {
            return;
        }
        try {
            if (makeAgain.getAsBoolean()) {
                LOG.warn("{} was deleted while its executors run and has been made again", topic);
            }
            failed = false;
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Told once and not thrown on, which would end the schedule: brokers may be away for long.
            if (!failed) {
                LOG.warn("this node has no partitions of {}, and whether it is gone could not be learnt", topic, e);
            }
            failed = true;
        }
    }
}
