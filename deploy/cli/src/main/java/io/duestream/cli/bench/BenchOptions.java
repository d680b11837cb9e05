package io.duestream.cli.bench;

import io.duestream.cli.bench.Setup.Role;
import io.duestream.cli.connection.Configuration;
import io.duestream.cli.output.Problems;
import io.duestream.tracker.process.TrackerConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Option;

/** The options of every scenario. */
final class BenchOptions {
    private static final int MOST_JOBS = 50_000_000;
    private static final int MOST_PAYLOAD = 262_144;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds that count; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "2",
            description = "Rounds before them whose figures are left out; default ${DEFAULT-VALUE}.")
    private int warmUp;

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
            description = "Stream threads of the tracker; default ${DEFAULT-VALUE}.")
    private int trackerThreads;

    @Option(
            names = "--executor-threads",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many jobs the executor runs at the same time; default ${DEFAULT-VALUE}.")
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
    BenchOptions() {}

    void check(int jobs, Problems problems) {
        require("--jobs", jobs, 1, MOST_JOBS, problems);
        require("--rounds", rounds, 1, 1_000, problems);
        require("--warm-up", warmUp, 0, 1_000, problems);
        require("--partitions", partitions, 1, 1_000, problems);
        require("--tracker-threads", trackerThreads, 1, 64, problems);
        require("--executor-threads", executorThreads, 1, 10_000, problems);
        require("--payload", payload, 0, MOST_PAYLOAD, problems);
        long all = (long) jobs * (rounds + 2L * warmUp) * 2;
        int most = JobNumbers.LAST - JobNumbers.FIRST;
        if (all > most) {
            problems.add("--jobs " + jobs + " in " + rounds + " rounds and " + warmUp + " to warm up are " + all
                    + " jobs; at most " + most + " can be told apart");
        }
        for (String role : options.keySet()) {
            if (Arrays.stream(Role.values()).noneMatch(each -> each.word().equals(role))) {
                problems.add("--jvm names '" + role + "'; expected one of "
                        + String.join(
                                ", ",
                                Arrays.stream(Role.values()).map(Role::word).toList()));
            }
        }
    }

    static void require(String option, long value, long least, long most, Problems problems) {
        if (value < least || value > most) {
            problems.add(String.format(Locale.ROOT, "%s is %d; expected %,d to %,d", option, value, least, most));
        }
    }

    BenchRun.Plan plan(Scenario scenario, boolean forwarder, boolean withoutTracker) {
        return new BenchRun.Plan(scenario, warmUp, rounds, payload, forwarder, withoutTracker);
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

    Map<String, Object> settings(Setup setup, Scenario scenario) {
        Map<String, String> keys = new HashMap<>(setup.keys());
        keys.putIfAbsent(TrackerConfig.BOOTSTRAP_SERVERS, Configuration.DEFAULT_BOOTSTRAP_SERVERS);
        Map<String, Object> streams = TrackerConfig.of(keys).streamsSettings();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("jobs", scenario.jobs());
        settings.putAll(scenario.settings());
        settings.put("warmUp", warmUp);
        settings.put("partitions", partitions);
        settings.put(
                "brokers", setup.bootstrapServers().isEmpty() ? "embedded, one, in a process of its own" : "given");
        settings.put("trackers", 1);
        settings.put("trackerThreads", trackerThreads);
        settings.put("executors", 1);
        settings.put("executorThreads", executorThreads);
        settings.put("payloadBytes", payload);
        settings.put("guarantee", streams.get("processing.guarantee"));
        settings.put("commitIntervalMillis", streams.get("commit.interval.ms"));
        settings.put("lingerMillis", streams.get("producer.linger.ms"));
        settings.put("batchBytes", streams.get("producer.batch.size"));
        settings.put("compression", streams.get("producer.compression.type"));
        if (scenario.sampleEvery() > 0) {
            settings.put("latencyOfEvery", scenario.sampleEvery());
        }
        return settings;
    }

    Optional<Path> data() {
        return Optional.ofNullable(data).map(Path::toAbsolutePath);
    }

    boolean json() {
        return json;
    }
}
