package io.duestream.executor;

import io.duestream.client.failstore.FailStoreFactory;
import io.duestream.cluster.MasterChangeListener;
import io.duestream.executor.log.ChosenSinks;
import io.duestream.executor.log.LogSink;
import io.duestream.executor.log.LogSinkFactory;
import io.duestream.job.LogLevel;
import io.duestream.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Says how an executor is to be, and starts it. Not thread-safe. */
public final class ExecutorBuilder {
    /** Worker threads where nothing else is said. */
    public static final int DEFAULT_THREADS = 10;

    private final Map<String, RunnerFactory> runners = new HashMap<>();
    private final Map<String, String> kafka = new HashMap<>();
    private String bootstrapServers = "";
    private String cluster = Topics.DEFAULT_CLUSTER;
    private String group = "";
    private Optional<RunnerFactory> otherwise = Optional.empty();
    private int threads = DEFAULT_THREADS;
    private LogLevel logLevel = LogLevel.INFO;
    private Duration startTimeout = Duration.ofSeconds(60);
    private Duration shutdownTimeout = Duration.ofSeconds(30);
    private final List<String> sinkNames = new ArrayList<>();
    private final Map<String, LogSink> ownSinks = new HashMap<>();
    private Guard guard = Guard.DEFAULT;
    private Optional<String> zooKeeper = Optional.empty();
    private final List<MasterChangeListener> masterListeners = new ArrayList<>();
    private Optional<Path> failStore = Optional.empty();
    private String failStoreKind = FailStoreFactory.DEFAULT;

    ExecutorBuilder() {}

    /** The brokers: {@code host:port}, several separated by commas. Required. */
    public ExecutorBuilder bootstrapServers(String servers) {
        this.bootstrapServers = Objects.requireNonNull(servers, "servers");
        return this;
    }

    /** Name of the cluster; default {@value Topics#DEFAULT_CLUSTER}. */
    public ExecutorBuilder cluster(String name) {
        this.cluster = Objects.requireNonNull(name, "name");
        return this;
    }

    /** The node group whose jobs are run. Required. */
    public ExecutorBuilder group(String name) {
        this.group = Objects.requireNonNull(name, "name");
        return this;
    }

    /** Runs jobs of a type with this one runner, on all threads. */
    public ExecutorBuilder runner(String type, JobRunner runner) {
        Objects.requireNonNull(runner, "runner");
        return runnerFactory(type, () -> runner);
    }

    /** Runs jobs of a type with a runner of its own for each thread. */
    public ExecutorBuilder runnerFactory(String type, RunnerFactory factory) {
        runners.put(Objects.requireNonNull(type, "type"), Objects.requireNonNull(factory, "factory"));
        return this;
    }

    /** Runs jobs of all other types with this one runner, on all threads. */
    public ExecutorBuilder defaultRunner(JobRunner runner) {
        Objects.requireNonNull(runner, "runner");
        return defaultRunnerFactory(() -> runner);
    }

    /** Runs jobs of all other types with a runner of its own for each thread. */
    public ExecutorBuilder defaultRunnerFactory(RunnerFactory factory) {
        this.otherwise = Optional.of(factory);
        return this;
    }

    /** How many jobs run at the same time; default {@value #DEFAULT_THREADS}. */
    public ExecutorBuilder threads(int count) {
        this.threads = count;
        return this;
    }

    /** The lowest level of the business log that is kept; default {@code INFO}. */
    public ExecutorBuilder logLevel(LogLevel level) {
        this.logLevel = Objects.requireNonNull(level, "level");
        return this;
    }

    /**
     * Gives lines of the business log to a sink too, besides their topic: {@code console}, or the name of another
     * {@link LogSinkFactory} on the class path.
     */
    public ExecutorBuilder logSink(String name) {
        sinkNames.add(Objects.requireNonNull(name, "name"));
        return this;
    }

    /**
     * Gives lines of the business log to a sink of your own too, besides their topic. The executor closes it.
     *
     * @param name for messages
     */
    public ExecutorBuilder logSink(String name, LogSink sink) {
        ownSinks.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(sink, "sink"));
        return this;
    }

    /** How long {@link #start()} waits for the brokers and the cluster's topics; default 60 s. */
    public ExecutorBuilder startTimeout(Duration timeout) {
        this.startTimeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    /**
     * How long {@link Executor#close()} may take; default 30 s. Runs that go on for three quarters of it, or for all of it but
     * ten seconds if that is longer, are interrupted; the rest is for their end and for the last reports.
     */
    public ExecutorBuilder shutdownTimeout(Duration timeout) {
        this.shutdownTimeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    /**
     * When no new work is taken because this process has enough to do; default {@link Guard#DEFAULT}. {@link Guard#OFF} for
     * a process that does other things too, or whose jobs are to use all there is.
     */
    public ExecutorBuilder guard(Guard limits) {
        this.guard = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /**
     * Shows this node in ZooKeeper and registers its group there: {@code host:port}, several separated by commas. Without
     * it jobs run all the same, and nothing ever waits for it.
     */
    public ExecutorBuilder zooKeeper(String connectString) {
        this.zooKeeper = Optional.of(connectString);
        return this;
    }

    /**
     * Tells which executor is master of the group, this one included: for what one of them should do for all. Needs
     * {@link #zooKeeper}; without it nobody is master.
     */
    public ExecutorBuilder onMasterChange(MasterChangeListener listener) {
        masterListeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Keeps reports and lines of the business log on the disk while the brokers are away, so that they arrive also when the
     * process ends meanwhile. Without it reports are kept in memory, and the attempts of a process that dies then are
     * repeated elsewhere; nothing is lost either way, but results are computed again.
     *
     * @param directory made if it is missing; one for all processes, clusters and roles of a machine will do. It must outlast
     *     the process, so in a container it is a volume.
     */
    public ExecutorBuilder failStore(Path directory) {
        this.failStore = Optional.of(directory);
        return this;
    }

    /** Which kind of fail store: {@code leveldb} (default), {@code leveldb-java}, {@code rocksdb} or one of your own. */
    public ExecutorBuilder failStoreKind(String kind) {
        this.failStoreKind = Objects.requireNonNull(kind, "kind");
        return this;
    }

    /**
     * A property of every Kafka client of this executor, such as {@code security.protocol}. Those that the guarantees
     * rest on are refused.
     */
    public ExecutorBuilder kafka(String name, String value) {
        kafka.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /** Properties of every Kafka client of this executor. */
    public ExecutorBuilder kafka(Map<String, String> properties) {
        properties.forEach(this::kafka);
        return this;
    }

    /**
     * Makes the dispatch topic of the group if it is missing, and starts an executor, which joins the group within moments.
     *
     * @throws IllegalArgumentException if settings are missing or wrong; names all of them
     * @throws ExecutorException if the brokers or the cluster's topics are not there within the start timeout, or if
     *     no fail store or log sink can be opened
     */
    public Executor start() {
        ExecutorSettings settings = new ExecutorSettings(
                bootstrapServers,
                cluster,
                group,
                runners,
                otherwise,
                threads,
                logLevel,
                new ChosenSinks(sinkNames, ownSinks),
                startTimeout,
                shutdownTimeout,
                guard,
                zooKeeper,
                masterListeners,
                failStore,
                failStoreKind,
                kafka);
        List<String> problems = settings.problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("the executor cannot be started: " + String.join("; ", problems));
        }
        return Executor.start(settings);
    }
}
