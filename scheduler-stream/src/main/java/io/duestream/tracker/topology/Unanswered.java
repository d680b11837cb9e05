package io.duestream.tracker.topology;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The dispatch records that a producer has sent and the brokers have not answered. A flush waits for them, and can be ended
 * from outside when one of them never will be: an interrupt reaches the stream thread within the flush or not at all.
 */
final class Unanswered {
    private final Map<String, Integer> records = new HashMap<>();
    private Thread flushing;
    private boolean interrupted;

    synchronized void sent(String topic) {
        records.merge(topic, 1, Integer::sum);
    }

    synchronized void answered(String topic) {
        records.computeIfPresent(topic, (each, count) -> count == 1 ? null : count - 1);
    }

    void flush(Runnable flush) {
        synchronized (this) {
            flushing = Thread.currentThread();
        }
        InterruptException ended = null;
        try {
            flush.run();
        } catch (InterruptException e) {
            ended = e;
        }
        if (!endFlush() && ended != null) {
            throw ended;
        }
    }

    /** Whether the flush was ended by us; then the thread's mark of interruption is ours too, and is wiped. */
    private synchronized boolean endFlush() {
        boolean ours = interrupted;
        flushing = null;
        interrupted = false;
        return ours && (Thread.interrupted() || ours);
    }

    /** Ends a flush that waits for records of a topic; {@code first} runs before the thread goes on. */
    synchronized void interrupt(String topic, Runnable first) {
        if (flushing != null && !interrupted && records.containsKey(topic)) {
            first.run();
            interrupted = true;
            flushing.interrupt();
        }
    }
}
