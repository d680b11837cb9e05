package io.duestream.cli.bench;

import io.duestream.tracker.process.TrackerConfig;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a measured cluster is put together.
 *
 * @param bootstrapServers brokers that are there; empty for a broker of its own
 * @param cluster name of the Duestream cluster
 * @param given configuration keys for all roles
 * @param partitions of its topics
 * @param trackerThreads stream threads of the tracker
 * @param executorThreads worker threads of the executor
 * @param payloadBytes payload of each job
 * @param options for the virtual machines, by role
 */
record Setup(
        Optional<String> bootstrapServers,
        String cluster,
        Map<String, String> given,
        int partitions,
        int trackerThreads,
        int executorThreads,
        int payloadBytes,
        Map<String, String> options) {
    Setup {
        given = Map.copyOf(given);
        options = Map.copyOf(options);
    }

    /**
     * The keys of all roles, without where the brokers are.
     *
     * @param standbys copies of the state, unless it is said how many
     */
    Map<String, String> keys(int standbys) {
        Map<String, String> keys = new HashMap<>(given);
        keys.put(TrackerConfig.CLUSTER, cluster);
        keys.put(TrackerConfig.PARTITIONS, Integer.toString(partitions));
        keys.put(TrackerConfig.THREADS, Integer.toString(trackerThreads));
        keys.putIfAbsent(TrackerConfig.STANDBY_REPLICAS, Integer.toString(standbys));
        return keys;
    }

    String options(Role role) {
        return (role.defaults() + " " + options.getOrDefault(role.word(), "")).strip();
    }

    /** What runs in a process of its own. */
    enum Role {
        /** Kafka and ZooKeeper. */
        BROKER("-Xms1g -Xmx1g -XX:+UseG1GC"),
        /** The tracker. */
        TRACKER("-Xms256m -Xmx1g -XX:+UseG1GC"),
        /** What stands in the tracker's place. */
        FORWARDER("-Xms256m -Xmx1g -XX:+UseG1GC"),
        /** The executor. */
        EXECUTOR("-Xms256m -Xmx1g -XX:+UseG1GC");

        private final String defaults;

        Role(String defaults) {
            this.defaults = defaults;
        }

        String defaults() {
            return defaults;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
