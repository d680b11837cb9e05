package io.duestream.executor;

import io.duestream.client.failstore.FailStoreFactory;
import io.duestream.cluster.MasterChangeListener;
import io.duestream.executor.clients.ClientConfigs;
import io.duestream.executor.log.ChosenSinks;
import io.duestream.job.LogLevel;
import io.duestream.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an executor is to be.
 *
 * @param bootstrapServers {@code host:port,…}
 * @param cluster name of the cluster
 * @param group node group
 * @param runners by type
 * @param otherwise for other types
 * @param threads worker threads
 * @param logLevel lowest level of the business log that is kept
 * @param sinks where lines of the business log go besides their topic
 * @param startTimeout for the brokers and the cluster's topics at the start
 * @param shutdownTimeout for runs at the end
 * @param guard when nothing new is taken
 * @param zooKeeper connect string
 * @param masterListeners told who is master of the group
 * @param failStore directory of the fail stores
 * @param failStoreKind kind of the fail stores
 * @param kafka for every Kafka client
 */
record ExecutorSettings(
        String bootstrapServers,
        String cluster,
        String group,
        Map<String, RunnerFactory> runners,
        Optional<RunnerFactory> otherwise,
        int threads,
        LogLevel logLevel,
        ChosenSinks sinks,
        Duration startTimeout,
        Duration shutdownTimeout,
        Guard guard,
        Optional<String> zooKeeper,
        List<MasterChangeListener> masterListeners,
        Optional<Path> failStore,
        String failStoreKind,
        Map<String, String> kafka) {
    private static final int MAX_TYPE = 128;
    static final int MAX_THREADS = 10_000;

    /** Copies the collections. */
    ExecutorSettings {
        runners = Map.copyOf(runners);
        masterListeners = List.copyOf(masterListeners);
        kafka = Map.copyOf(kafka);
    }

    /** All that is wrong, each with what to do. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (bootstrapServers.isBlank()) {
            problems.add("bootstrapServers is missing; expected host:port, several separated by commas");
        }
        if (!Topics.validName(cluster)) {
            problems.add("cluster '" + cluster + "' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -");
        }
        if (group.isEmpty()) {
            problems.add("group is missing; name the node group that this executor serves");
        } else if (!Topics.validName(group)) {
            problems.add("group '" + group + "' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -");
        }
        if (runners.isEmpty() && otherwise.isEmpty()) {
            problems.add("there is no runner; give one for each type, or a default runner");
        }
        runners.keySet().stream()
                .filter(type -> type.length() > MAX_TYPE)
                .forEach(type -> problems.add("type '" + type + "' has " + type.length() + " characters; at most "
                        + MAX_TYPE + " are possible, so no job would ever ask for it"));
        if (threads < 1 || threads > MAX_THREADS) {
            problems.add("threads is " + threads + "; expected 1 to " + MAX_THREADS);
        }
        problems.addAll(sinks.problems());
        if (startTimeout.isNegative() || startTimeout.isZero()) {
            problems.add("startTimeout is " + startTimeout + "; expected more than zero");
        }
        if (shutdownTimeout.isNegative()) {
            problems.add("shutdownTimeout is " + shutdownTimeout + "; expected zero or more");
        }
        if (failStore.isPresent()) {
            try {
                FailStoreFactory.named(failStoreKind);
            } catch (IllegalArgumentException e) {
                problems.add(e.getMessage());
            }
        }
        ClientConfigs.refused(kafka)
                .forEach((name, why) -> problems.add("kafka property " + name + " must not be set: " + why));
        return problems;
    }
}
