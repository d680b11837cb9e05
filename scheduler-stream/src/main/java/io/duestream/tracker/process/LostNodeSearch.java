package io.duestream.tracker.process;

import io.duestream.topic.Topics;
import io.duestream.tracker.topology.RunningNodes.Load;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the nodes that are lost while attempts run there: silent for the grace and absent from their consumer groups. To be
 * run each second, beside the stream threads. A level and not an edge: it is told again every ten seconds while attempts
 * remain, so that no notice has to arrive.
 */
final class LostNodeSearch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LostNodeSearch.class);
    private static final long AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

    private final Supplier<Map<String, Load>> loads;
    private final Function<String, Duration> silence;
    private final Function<Collection<String>, Map<String, Set<String>>> members;
    private final Topics topics;
    private final Duration grace;
    private final LongSupplier nanos;
    private final Told told;
    private final Map<Place, Long> toldAt = new HashMap<>();

    /** Brings the news to the tasks that have attempts there. */
    @FunctionalInterface
    interface Told {
        void lost(String node, Set<Integer> partitions);
    }

    /**
     * What is looked at.
     *
     * @param loads the nodes on which attempts run
     * @param silence how long a node has been silent
     * @param members client ids in consumer groups; a group of which nothing is known is left out
     */
    record Views(
            Supplier<Map<String, Load>> loads,
            Function<String, Duration> silence,
            Function<Collection<String>, Map<String, Set<String>>> members) {}

    private record Place(String node, int partition) {}

    /**
     * A search that has found nothing yet.
     *
     * @param grace how long a node may be silent
     * @param nanos time that only moves forward
     */
    LostNodeSearch(Views views, Topics topics, Duration grace, LongSupplier nanos, Told told) {
        this.loads = views.loads();
        this.silence = views.silence();
        this.members = views.members();
        this.topics = topics;
        this.grace = grace;
        this.nanos = nanos;
        this.told = told;
    }

    @Override
    public void run() {
        Map<String, Load> silent = new HashMap<>();
        Set<String> groups = new TreeSet<>();
        loads.get().forEach((node, load) -> {
            if (silence.apply(node).compareTo(grace) >= 0) {
                silent.put(node, load);
                load.groups().forEach(group -> groups.add(topics.executorConsumerGroup(group)));
            }
        });
        toldAt.keySet().removeIf(place -> !silent.containsKey(place.node()));
        if (silent.isEmpty()) {
            return;
        }
        Map<String, Set<String>> present = members.apply(groups);
        silent.forEach((node, load) -> {
            if (absent(node, load, present)) {
                tell(node, load.partitions());
            }
        });
    }

    private boolean absent(String node, Load load, Map<String, Set<String>> present) {
        for (String group : load.groups()) {
            Set<String> ids = present.get(topics.executorConsumerGroup(group));
            if (ids == null || ids.stream().anyMatch(id -> id.equals(node) || id.startsWith(node + "-"))) {
                return false;
            }
        }
        return true;
    }

    private void tell(String node, Set<Integer> partitions) {
        long now = nanos.getAsLong();
        Set<Integer> due = new HashSet<>();
        for (int partition : partitions) {
            Long last = toldAt.get(new Place(node, partition));
            if (last == null || now - last >= AGAIN_NANOS) {
                toldAt.put(new Place(node, partition), now);
                due.add(partition);
            }
        }
        if (!due.isEmpty()) {
            LOG.warn(
                    "node {} is lost: no report for {} and absent from its consumer group; partitions {} are told",
                    node,
                    grace,
                    due);
            told.lost(node, due);
        }
    }
}
