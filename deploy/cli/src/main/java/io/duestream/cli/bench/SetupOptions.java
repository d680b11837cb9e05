package io.duestream.cli.bench;

import static io.duestream.cli.bench.RoundOptions.require;

import io.duestream.cli.bench.Setup.Role;
import io.duestream.cli.connection.Configuration;
import io.duestream.cli.output.Problems;
import io.duestream.tracker.process.TrackerConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Option;

/** The options of every scenario: how the measured cluster is put together. */
final class SetupOptions {
    private static final int MOST_PAYLOAD = 262_144;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Partitions of the topics; default ${DEFAULT-VALUE}.")
    private int partitions;

    @Option(
            names = "--tracker-threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Stream threads of a tracker; default ${DEFAULT-VALUE}.")
    private int trackerThreads;

    @Option(
            names = "--executor-threads",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many jobs an executor runs at the same time; default ${DEFAULT-VALUE}.")
    private int executorThreads;

    @Option(
            names = "--payload",
            paramLabel = "BYTES",
            defaultValue = "100",
            description = "Payload of each job, random bytes; default ${DEFAULT-VALUE}.")
    private int payload;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the processes keep data and logs; it stays. Default a temporary folder, which goes.")
    private Path data;

    @Option(
            names = "--jvm",
            paramLabel = "ROLE=OPTIONS",
            description = "Further options for the virtual machine of a role: broker, tracker, forwarder or executor;"
                    + " may be given several times.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(names = "--json", description = "Print a JSON object on one line; progress goes to standard error.")
    private boolean json;

    /** Made by the command line. */
    SetupOptions() {}

    void check(Problems problems) {
        require("--partitions", partitions, 1, 1_000, problems);
        require("--tracker-threads", trackerThreads, 1, 64, problems);
        require("--executor-threads", executorThreads, 1, 10_000, problems);
        require("--payload", payload, 0, MOST_PAYLOAD, problems);
        for (String role : options.keySet()) {
            if (Arrays.stream(Role.values()).noneMatch(each -> each.word().equals(role))) {
                problems.add("--jvm names '" + role + "'; expected one of "
                        + String.join(
                                ", ",
                                Arrays.stream(Role.values()).map(Role::word).toList()));
            }
        }
    }

    Setup setup(Configuration configuration) {
        Map<String, String> given = new HashMap<>(configuration.forTracker());
        given.remove(TrackerConfig.BOOTSTRAP_SERVERS);
        given.remove(TrackerConfig.STATE_DIR);
        return new Setup(
                configuration.get(TrackerConfig.BOOTSTRAP_SERVERS),
                configuration
                        .get(TrackerConfig.CLUSTER)
                        .orElseGet(() -> "bench-" + UUID.randomUUID().toString().substring(0, 13)),
                given,
                partitions,
                trackerThreads,
                executorThreads,
                payload,
                options);
    }

    Map<String, Object> settings(Setup setup, int standbys) {
        Map<String, String> keys = new HashMap<>(setup.keys(standbys));
        keys.putIfAbsent(TrackerConfig.BOOTSTRAP_SERVERS, Configuration.DEFAULT_BOOTSTRAP_SERVERS);
        Map<String, Object> streams = TrackerConfig.of(keys).streamsSettings();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("partitions", partitions);
        settings.put(
                "brokers", setup.bootstrapServers().isEmpty() ? "embedded, one, in a process of its own" : "given");
        settings.put("trackerThreads", trackerThreads);
        settings.put("standbys", keys.get(TrackerConfig.STANDBY_REPLICAS));
        settings.put("executorThreads", executorThreads);
        settings.put("payloadBytes", payload);
        settings.put("guarantee", streams.get("processing.guarantee"));
        settings.put("commitIntervalMillis", streams.get("commit.interval.ms"));
        settings.put("lingerMillis", streams.get("producer.linger.ms"));
        settings.put("batchBytes", streams.get("producer.batch.size"));
        settings.put("compression", streams.get("producer.compression.type"));
        return settings;
    }

    int partitions() {
        return partitions;
    }

    int executorThreads() {
        return executorThreads;
    }

    Optional<Path> data() {
        return Optional.ofNullable(data).map(Path::toAbsolutePath);
    }

    boolean json() {
        return json;
    }
}
