package io.duestream.tracker.topology;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The dispatch records that a producer has sent and the brokers have not answered. A flush waits for them, and a send may
 * wait for its topic; either can be ended from outside when a topic is gone: an interrupt reaches the stream thread within
 * that wait or not at all.
 */
final class Unanswered {
    private final Map<String, Integer> records = new HashMap<>();
    private Thread waiting;
    private boolean interrupted;

    synchronized void sent(String topic) {
        records.merge(topic, 1, Integer::sum);
    }

    synchronized void answered(String topic) {
        records.computeIfPresent(topic, (each, count) -> count == 1 ? null : count - 1);
    }

    /** Where records are on their way to. */
    synchronized Set<String> topics() {
        return Set.copyOf(records.keySet());
    }

    /** Nothing is on its way any more: a send that threw is never answered. */
    synchronized void clear() {
        records.clear();
    }

    /** What a call gives that may wait for the brokers; null if its wait was ended by {@link #interrupt}. */
    <T> T await(Supplier<T> call) {
        synchronized (this) {
            waiting = Thread.currentThread();
        }
        T given = null;
        InterruptException ended = null;
        try {
            given = call.get();
        } catch (InterruptException e) {
            ended = e;
        } finally {
            if (endWait()) {
                ended = null;
            }
        }
        if (ended != null) {
            throw ended;
        }
        return given;
    }

    /** Whether the wait was ended by us; then the thread's mark of interruption is ours too, and is wiped. */
    private synchronized boolean endWait() {
        boolean ours = interrupted;
        waiting = null;
        interrupted = false;
        return ours && (Thread.interrupted() || ours);
    }

    /** Ends a wait while records of a topic are on their way; {@code first} runs before the thread goes on. */
    synchronized void interrupt(String topic, Runnable first) {
        if (waiting != null && !interrupted && records.containsKey(topic)) {
            first.run();
            interrupted = true;
            waiting.interrupt();
        }
    }
}
