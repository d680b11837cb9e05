package io.duestream.tracker.topology;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * On which nodes attempts run, as the tasks of this process know it. The tasks keep it on their stream threads; whoever
 * looks after the nodes reads it on another. Thread-safe.
 */
public final class RunningNodes {
    private final Map<Integer, Map<Place, Integer>> tasks = new ConcurrentHashMap<>();

    private record Place(String node, String group) {}

    /**
     * What a node has.
     *
     * @param groups node groups whose attempts run there
     * @param partitions tasks that know of such attempts
     */
    public record Load(Set<String> groups, Set<Integer> partitions) {
        /** Copies the collections. */
        public Load {
            groups = Set.copyOf(groups);
            partitions = Set.copyOf(partitions);
        }
    }

    /** The nodes on which anything runs, by node id. */
    public Map<String, Load> loads() {
        Map<String, Set<String>> groups = new HashMap<>();
        Map<String, Set<Integer>> partitions = new HashMap<>();
        tasks.forEach((partition, places) -> {
            for (Place place : places.keySet()) {
                groups.computeIfAbsent(place.node(), node -> new HashSet<>()).add(place.group());
                partitions
                        .computeIfAbsent(place.node(), node -> new HashSet<>())
                        .add(partition);
            }
        });
        Map<String, Load> loads = new HashMap<>();
        groups.forEach((node, named) -> loads.put(node, new Load(named, partitions.get(node))));
        return loads;
    }

    /** Begins to keep what a task knows, in place of what an earlier assignment of the same partition knew. */
    Task task(int partition) {
        Map<Place, Integer> places = new ConcurrentHashMap<>();
        tasks.put(partition, places);
        return new Task(partition, places);
    }

    /** What one task knows. To be used by its thread. */
    final class Task {
        private final int partition;
        private final Map<Place, Integer> places;

        private Task(int partition, Map<Place, Integer> places) {
            this.partition = partition;
            this.places = places;
        }

        void more(String node, String group) {
            places.merge(new Place(node, group), 1, Integer::sum);
        }

        void less(String node, String group) {
            places.computeIfPresent(new Place(node, group), (place, count) -> count == 1 ? null : count - 1);
        }

        /** How many attempts run on a node. */
        long on(String node) {
            return places.entrySet().stream()
                    .filter(each -> each.getKey().node().equals(node))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }

        /** The task is taken away. */
        void close() {
            tasks.remove(partition, places);
        }
    }
}
