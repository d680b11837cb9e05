package io.duestream.specs.fault;

import io.duestream.topic.Topics;
import io.duestream.tracker.process.TrackerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the processes of a stage are started: by the commands that users start them by, each with as much memory as it needs.
 *
 * @param folder for what they keep and say
 * @param bootstrapServers where the broker is
 * @param topics of the cluster
 */
record Starts(Path folder, String bootstrapServers, Topics topics) {
    static final String SUBMISSIONS = ".submissions";
    static final String RUNS = ".runs";

    /** Said of a topic, by a producer of Kafka's. */
    static final String FORGOTTEN = "Removing unused topic ";

    JavaProcess.Start broker(int port, int controllerPort) {
        return server(
                "broker",
                640,
                List.of(
                        "kafka",
                        folder.resolve("kafka").toString(),
                        Integer.toString(port),
                        Integer.toString(controllerPort)));
    }

    /**
     * @param longestSession in milliseconds, whatever longer one clients ask for
     */
    JavaProcess.Start zooKeeper(int port, int longestSession) {
        return server(
                "zookeeper",
                128,
                List.of(
                        "zookeeper",
                        folder.resolve("zookeeper").toString(),
                        Integer.toString(port),
                        Integer.toString(longestSession)));
    }

    private JavaProcess.Start server(String name, int heapMegabytes, List<String> arguments) {
        return new JavaProcess.Start(name, folder, heapMegabytes, List.of(), ServerMain.class, arguments);
    }

    JavaProcess.Start tracker(String name, String... settings) {
        return JavaProcess.Start.command(name, folder, 448, List.of(), trackerWords(name, settings));
    }

    /** A tracker that soon forgets where to send what it has not sent for a while, and {@link #FORGOTTEN says so}. */
    JavaProcess.Start forgetfulTracker(String name) {
        return JavaProcess.Start.command(
                name,
                folder,
                448,
                List.of("logback.configurationFile=logback-forgotten-topics.xml"),
                trackerWords(
                        name, "kafka.producer.metadata.max.idle.ms=5000", "kafka.producer.metadata.max.age.ms=1000"));
    }

    /** The words of the command that starts a tracker. */
    List<String> trackerWords(String name, String... settings) {
        List<String> words =
                words("tracker", "--state-dir", folder.resolve(name + "-state").toString());
        set(
                words,
                TrackerConfig.PARTITIONS + "=" + Stage.PARTITIONS,
                TrackerConfig.THREADS + "=1",
                TrackerConfig.REPLICATION_FACTOR + "=1");
        set(words, settings);
        return words;
    }

    JavaProcess.Start executor(String name, String group, int threads, String... settings) {
        List<String> words = executorWords(group, RecordedRunner.class.getName(), threads);
        set(words, settings);
        // What it says of its partitions is asked for.
        List<String> properties =
                List.of(RecordedRunner.LEDGER + "=" + folder.resolve(name + RUNS), "DUESTREAM_LOG_LEVEL=INFO");
        return JavaProcess.Start.command(name, folder, 256, properties, words);
    }

    private List<String> executorWords(String group, String runner, int threads) {
        List<String> words = words("executor", "--group", group, "--runner", runner);
        words.addAll(List.of("--threads", Integer.toString(threads)));
        set(words, "fail.store.dir=" + failStore());
        return words;
    }

    JavaProcess.Start feedback(String name) {
        List<String> words = words("feedback", "--instance", name);
        set(words, TrackerConfig.REPLICATION_FACTOR + "=1");
        return JavaProcess.Start.command(name, folder, 256, List.of(), words);
    }

    JavaProcess.Start submitter(String name, Plan plan) {
        List<String> words = new ArrayList<>(List.of(
                bootstrapServers,
                topics.cluster(),
                failStore(),
                folder.resolve(name + SUBMISSIONS).toString(),
                name));
        words.addAll(plan.words());
        return new JavaProcess.Start(name, folder, 128, List.of(), Submitter.class, words);
    }

    /** One for all, as on a machine. */
    private String failStore() {
        return folder.resolve("fail-store").toString();
    }

    private List<String> words(String role, String... others) {
        List<String> words = new ArrayList<>(List.of(role, "--bootstrap", bootstrapServers));
        words.addAll(List.of(others));
        return words;
    }

    private static void set(List<String> words, String... settings) {
        for (String setting : settings) {
            words.addAll(List.of("-D", setting));
        }
    }
}
