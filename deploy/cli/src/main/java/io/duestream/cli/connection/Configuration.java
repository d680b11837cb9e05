package io.duestream.cli.connection;

import io.duestream.client.KafkaConnection;
import io.duestream.client.failstore.FailStoreFactory;
import io.duestream.topic.Topics;
import io.duestream.tracker.process.TrackerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a command was told by a properties file, the environment and its flags. Keys are those of the roles; what begins
 * with {@code kafka.} goes to every Kafka client. Immutable.
 */
public final class Configuration {
    /** Where {@code standalone} listens, if nothing else is said. */
    public static final String DEFAULT_BOOTSTRAP_SERVERS = "localhost:9092";
    /** Node group of an executor. */
    public static final String EXECUTOR_GROUP = "executor.group";
    /** Worker threads of an executor. */
    public static final String EXECUTOR_THREADS = "executor.threads";
    /** How long a closing executor lets runs go on. */
    public static final String EXECUTOR_SHUTDOWN = "executor.shutdown.timeout.ms";
    /** How long that is if nothing is said, in milliseconds. */
    public static final int DEFAULT_SHUTDOWN_MILLIS = 30_000;
    /** Share of the processors from which on an executor takes nothing new. */
    public static final String EXECUTOR_GUARD_CPU = "executor.guard.cpu.percent";
    /** Share of the heap from which on an executor takes nothing new. */
    public static final String EXECUTOR_GUARD_MEMORY = "executor.guard.memory.percent";
    /** Lowest level of the business log that an executor keeps. */
    public static final String EXECUTOR_LOG_LEVEL = "executor.log.level";
    /** Where an executor's business log goes besides its topic. */
    public static final String EXECUTOR_LOG_SINKS = "executor.log.sinks";
    /** Name of a feedback-stream that lasts over restarts. */
    public static final String FEEDBACK_INSTANCE = "feedback.instance";

    /** Directory of the fail stores, or {@link #NO_FAIL_STORE}. */
    public static final String FAIL_STORE_DIR = "fail.store.dir";
    /** Kind of the fail stores. */
    public static final String FAIL_STORE_KIND = "fail.store.kind";
    /** Says instead of a directory that there is to be no fail store. */
    public static final String NO_FAIL_STORE = "none";

    static final String DEFAULT_FAIL_STORE_DIR = "duestream-fail-store";
    static final String KAFKA = "kafka.";
    static final String ENVIRONMENT = "DUESTREAM_";
    /** Of the launcher and the logging; no configuration. */
    static final Set<String> NOT_CONFIGURATION = Set.of("DUESTREAM_OPTS", "DUESTREAM_LOG_LEVEL");

    /** What the name of a secret contains. */
    static final List<String> SECRETS =
            List.of("password", "secret", "jaas", "token", "credential", "certificate", ".key");

    private final Map<String, String> values;
    private final Map<String, String> clientDefaults;

    private Configuration(Map<String, String> values, Map<String, String> clientDefaults) {
        this.values = Map.copyOf(values);
        this.clientDefaults = Map.copyOf(clientDefaults);
    }

    /**
     * Lays the three over each other.
     *
     * @param file of the properties file
     * @param environment of the process; what does not begin with {@code DUESTREAM_} is left alone
     * @param flags of the command line
     * @throws IllegalArgumentException if a key is not known or the cluster's name is none, with all that is wrong
     */
    public static Configuration of(
            Map<String, String> file, Map<String, String> environment, Map<String, String> flags) {
        List<String> problems = new ArrayList<>();
        Map<String, String> values = new HashMap<>();
        file.forEach((key, value) -> put(values, key, value, "the properties file", problems));
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT) && !NOT_CONFIGURATION.contains(name)) {
                String key = name.substring(ENVIRONMENT.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                put(values, key, value, "the environment (" + name + ")", problems);
            }
        });
        flags.forEach((key, value) -> put(values, key, value, "the flags", problems));
        String cluster = values.getOrDefault(TrackerConfig.CLUSTER, "");
        if (!cluster.isEmpty() && !Topics.validName(cluster)) {
            problems.add("cluster '" + cluster + "' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
        }
        return new Configuration(values, Map.of());
    }

    private static void put(Map<String, String> values, String key, String value, String where, List<String> problems) {
        if (key.startsWith(KAFKA) || known().contains(key)) {
            values.put(key, value.trim());
        } else {
            problems.add("unknown key '" + key + "' in " + where + "; known are " + String.join(", ", known()) + " and "
                    + KAFKA + "…");
        }
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(TrackerConfig.definition().names());
        known.addAll(RoleKeys.definition().names());
        return known;
    }

    /** The same for a command that a person waits for: its Kafka clients give up after some seconds. */
    public Configuration impatient() {
        return new Configuration(
                values,
                Map.of(
                        "default.api.timeout.ms", "15000",
                        "request.timeout.ms", "10000",
                        "socket.connection.setup.timeout.ms", "5000"));
    }

    /** One value. */
    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    /**
     * One value that is a number.
     *
     * @throws IllegalArgumentException if it is none, or less than {@code least}
     */
    public int number(String key, int otherwise, int least) {
        String text = get(key).orElse(Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with one that is too small
        }
        throw new IllegalArgumentException(
                key + " is '" + text + "'; a whole number of " + least + " or more is expected");
    }

    /** Brokers to begin with. */
    public String bootstrapServers() {
        return get(TrackerConfig.BOOTSTRAP_SERVERS).orElse(DEFAULT_BOOTSTRAP_SERVERS);
    }

    /** Name of the cluster. */
    public String cluster() {
        return get(TrackerConfig.CLUSTER).orElse(Topics.DEFAULT_CLUSTER);
    }

    /** ZooKeeper, if one is known. */
    public Optional<String> zooKeeper() {
        return get(TrackerConfig.ZOOKEEPER);
    }

    /** Directory of the fail stores, in the working directory if nothing else is said; empty if there are to be none. */
    public Optional<Path> failStore() {
        return Optional.of(get(FAIL_STORE_DIR).orElse(DEFAULT_FAIL_STORE_DIR))
                .filter(each -> !each.equals(NO_FAIL_STORE))
                .map(Path::of);
    }

    /** Kind of the fail stores. */
    public String failStoreKind() {
        return get(FAIL_STORE_KIND).orElse(FailStoreFactory.DEFAULT);
    }

    /** What goes to every Kafka client, by Kafka's names. */
    public Map<String, String> kafka() {
        Map<String, String> kafka = new HashMap<>(clientDefaults);
        values.forEach((key, value) -> {
            if (key.startsWith(KAFKA)) {
                kafka.put(key.substring(KAFKA.length()), value);
            }
        });
        return kafka;
    }

    /**
     * The connection.
     *
     * @throws IllegalArgumentException if something is missing or wrong, with everything that is
     */
    public KafkaConnection connection() {
        return new KafkaConnection(bootstrapServers(), cluster(), kafka());
    }

    /** For a tracker: all of it, and what is said nowhere but known. */
    public Map<String, String> forTracker() {
        Map<String, String> tracker = new HashMap<>(values);
        tracker.put(TrackerConfig.BOOTSTRAP_SERVERS, bootstrapServers());
        return tracker;
    }

    /**
     * What a tracker would refuse of its settings, all of it.
     *
     * @param settings by the keys of {@link TrackerConfig}
     */
    public static List<String> trackerProblems(Map<String, String> settings) {
        return TrackerConfig.definition().validate(settings).stream()
                .flatMap(each -> each.errorMessages().stream())
                .toList();
    }

    /** What was said, for a person; secrets are left out. */
    public String describe() {
        Map<String, String> shown = new TreeMap<>(values);
        shown.putIfAbsent(TrackerConfig.BOOTSTRAP_SERVERS, bootstrapServers());
        shown.putIfAbsent(TrackerConfig.CLUSTER, cluster());
        return shown.entrySet().stream()
                .map(each -> each.getKey() + "=" + (secret(each.getKey()) ? "****" : each.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static boolean secret(String key) {
        return SECRETS.stream().anyMatch(key.toLowerCase(Locale.ROOT)::contains);
    }
}
