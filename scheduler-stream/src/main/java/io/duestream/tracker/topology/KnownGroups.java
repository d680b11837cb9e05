package io.duestream.tracker.topology;

import io.duestream.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.PartitionInfo;

/**
 * Which topics can be sent to, as last seen; never waits. A topic whose send failed counts as unknown for a while,
 * process-wide: the jobs of its group wait, and nobody else's. The while grows when it fails again, as each failure costs
 * a stream thread its transaction. Thread-safe.
 */
public final class KnownGroups {
    private static final long FIRST_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int MOST_DOUBLINGS = 5;
    private static final long FORGOTTEN_NANOS = Duration.ofMinutes(10).toNanos();
    /** A group that something waits for is named again at each turn of its task, and an idle task has one in 10 minutes. */
    private static final long WAITED_FOR_NANOS = Walker.IDLE.multipliedBy(6).toNanos();

    private final Topics topics;
    private final Function<String, List<PartitionInfo>> seen;
    private final Runnable lookAgain;
    private final LongSupplier nanos;
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final Map<String, Long> waiting = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /**
     * Groups as a view of the topics tells them.
     *
     * @param seen partitions of a topic as last seen, empty if it is not there
     * @param lookAgain asks the view to look soon
     */
    public KnownGroups(Topics topics, Function<String, List<PartitionInfo>> seen, Runnable lookAgain) {
        this(topics, seen, lookAgain, System::nanoTime);
    }

    KnownGroups(Topics topics, Function<String, List<PartitionInfo>> seen, Runnable lookAgain, LongSupplier nanos) {
        this.topics = topics;
        this.seen = seen;
        this.lookAgain = lookAgain;
        this.nanos = nanos;
    }

    private record Failure(int times, long atNanos) {
        boolean holds(long now) {
            return now - atNanos < FIRST_NANOS << Math.min(times - 1, MOST_DOUBLINGS);
        }
    }

    /** Partitions of a group's dispatch topic; 0 while it cannot be sent to. */
    public int partitions(String group) {
        if (!Topics.validName(group)) {
            return 0;
        }
        String topic = topics.dispatch(group).name();
        return held(topic) ? 0 : seen.apply(topic).size();
    }

    private boolean held(String topic) {
        Failure failure = failures.get(topic);
        return failure != null && failure.holds(nanos.getAsLong());
    }

    /**
     * Remembers that something waits for a group, so that its topic's coming is told. Forgotten unless it is repeated, for
     * what waited may be gone; no topic will come for a name that no group can have.
     */
    void waitsFor(String group) {
        if (Topics.validName(group)) {
            waiting.put(group, nanos.getAsLong());
        }
    }

    /** How many groups something waits for. */
    int waitedFor() {
        return waiting.size();
    }

    /** The groups that something waits for and that can be sent to now. Each is told once, until something waits again. */
    public List<String> arrived() {
        long now = nanos.getAsLong();
        waiting.values().removeIf(since -> now - since > WAITED_FOR_NANOS);
        List<String> arrived = new ArrayList<>();
        for (String group : waiting.keySet()) {
            if (partitions(group) > 0 && waiting.remove(group) != null) {
                arrived.add(group);
            }
        }
        return arrived;
    }

    boolean isDispatch(String topic) {
        return topics.groupOf(topic).isPresent();
    }

    /** Calls back with the name of each topic that is seen no more, or made anew, on the thread that sees it. */
    void whenGone(Consumer<String> listener) {
        listeners.add(listener);
    }

    void whenGoneNoMore(Consumer<String> listener) {
        listeners.remove(listener);
    }

    List<PartitionInfo> partitionsOf(String topic) {
        return seen.apply(topic);
    }

    boolean missing(String topic) {
        return topics.groupOf(topic).isPresent()
                && (held(topic) || seen.apply(topic).isEmpty());
    }

    void failed(String topic) {
        topics.groupOf(topic).ifPresent(group -> {
            long now = nanos.getAsLong();
            failures.merge(
                    topic,
                    new Failure(1, now),
                    (before, first) ->
                            now - before.atNanos() > FORGOTTEN_NANOS ? first : new Failure(before.times() + 1, now));
            waiting.put(group, now);
        });
        lookAgain.run();
    }

    /** A topic has come, gone, or was made anew: what is known of the one before says nothing about it. */
    public void changed(String topic) {
        failures.remove(topic);
        listeners.forEach(listener -> listener.accept(topic));
    }
}
