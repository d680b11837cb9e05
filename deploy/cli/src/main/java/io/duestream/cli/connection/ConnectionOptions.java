package io.duestream.cli.connection;

import io.duestream.cli.output.Problems;
import io.duestream.client.KafkaConnection;
import io.duestream.codec.WriteVersion;
import io.duestream.tracker.process.TrackerConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of every command that speaks to a cluster. */
public final class ConnectionOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"-b", "--bootstrap"},
            paramLabel = "HOST:PORT",
            description = "Kafka brokers to begin with, several separated by commas; default "
                    + Configuration.DEFAULT_BOOTSTRAP_SERVERS + ".")
    private String bootstrap;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "Name of the cluster, the first part of its topic names; default duestream.")
    private String cluster;

    @Option(
            names = "--zookeeper",
            paramLabel = "HOST:PORT",
            description = "ZooKeeper, where nodes show themselves; several separated by commas; default none.")
    private String zooKeeper;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file. The environment goes over it (DUESTREAM_BOOTSTRAP_SERVERS for"
                    + " bootstrap.servers), flags over both.")
    private Path file;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "A configuration key; those that begin with kafka. go to every Kafka client, such as"
                    + " kafka.security.protocol.")
    private Map<String, String> properties = new LinkedHashMap<>();

    /**
     * What was said, in all places.
     *
     * @throws ParameterException if a key is not known, or the file cannot be read
     */
    public Configuration configuration() {
        Map<String, String> flags = new LinkedHashMap<>(properties);
        put(flags, TrackerConfig.BOOTSTRAP_SERVERS, bootstrap);
        put(flags, TrackerConfig.CLUSTER, cluster);
        put(flags, TrackerConfig.ZOOKEEPER, zooKeeper);
        try {
            Configuration configuration = Configuration.of(read(), System.getenv(), flags);
            if (configuration.get(WriteVersion.KEY).isPresent()) {
                WriteVersion.use(configuration.number(WriteVersion.KEY, 1, 1));
            }
            return configuration;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /**
     * The connection for a command that a person waits for, after the brokers have answered.
     *
     * @throws io.duestream.cli.output.CommandFailedException if they do not answer within seconds
     * @throws ParameterException if something is wrong with it
     */
    public KafkaConnection connection() {
        Problems problems = new Problems();
        Optional<KafkaConnection> connection = read(problems);
        problems.requireNone(spec.commandLine());
        return Brokers.require(connection.orElseThrow());
    }

    /**
     * The connection for a command that a person waits for; nobody has been asked yet. Empty if something is wrong with
     * it, which is added to the problems.
     */
    public Optional<KafkaConnection> read(Problems problems) {
        return problems.read(() -> configuration().impatient().connection());
    }

    private Map<String, String> read() {
        Map<String, String> values = new HashMap<>();
        if (file != null) {
            Properties read = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                read.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new ParameterException(
                        spec.commandLine(), "the properties file " + file + " cannot be read: " + e, e);
            }
            read.stringPropertyNames().forEach(key -> values.put(key, read.getProperty(key)));
        }
        return values;
    }

    private static void put(Map<String, String> flags, String key, String value) {
        if (value != null) {
            flags.put(key, value);
        }
    }
}
