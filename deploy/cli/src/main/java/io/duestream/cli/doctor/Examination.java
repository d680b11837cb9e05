package io.duestream.cli.doctor;

import io.duestream.cli.connection.Configuration;
import io.duestream.client.KafkaConnection;
import io.duestream.topic.Replies;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/** What the checks look at; what several of them need is looked at once. For one thread. */
final class Examination {
    private final KafkaConnection connection;
    private final Configuration configuration;
    private final Admin admin;
    private final Limits limits;
    private final Consumer<String> progress;
    private Optional<Set<String>> topicNames = Optional.empty();
    private Optional<List<SeenReport>> reports = Optional.empty();
    private Optional<StateFindings> state = Optional.empty();

    Examination(
            KafkaConnection connection,
            Configuration configuration,
            Admin admin,
            Limits limits,
            Consumer<String> progress) {
        this.connection = connection;
        this.configuration = configuration;
        this.admin = admin;
        this.limits = limits;
        this.progress = progress;
    }

    /**
     * From when on something is trouble.
     *
     * @param watch how long offsets and fail stores are watched
     * @param openTransaction how long a transaction may be open
     * @param waiting how long a fire may wait for room
     * @param failStores where fail stores of this machine lie, if anywhere
     * @param clock of this machine
     */
    record Limits(
            Duration watch,
            Duration openTransaction,
            Duration waiting,
            Optional<Path> failStores,
            InstantSource clock) {}

    KafkaConnection connection() {
        return connection;
    }

    Configuration configuration() {
        return configuration;
    }

    Topics topics() {
        return connection.topics();
    }

    Admin admin() {
        return admin;
    }

    Limits limits() {
        return limits;
    }

    /** Tells whoever waits what is looked at. */
    void progress(String words) {
        progress.accept(words);
    }

    /** The names of all topics of the brokers, internal ones of trackers among them. */
    Set<String> topicNames() {
        if (topicNames.isEmpty()) {
            topicNames = Optional.of(Replies.await(admin.listTopics().names()));
        }
        return topicNames.get();
    }

    /** How the topics that a cluster needs have to be: the fixed ones, and those of groups as far as they are there. */
    List<TopicSpec> specs() {
        List<TopicSpec> specs = new ArrayList<>(topics().fixed());
        groups().forEach(group -> specs.add(topics().dispatch(group)));
        topicNames().stream()
                .flatMap(name -> topics().clientGroupOf(name).stream())
                .sorted()
                .forEach(group -> specs.add(topics().outcomes(group)));
        return specs;
    }

    /** Node groups that have a dispatch topic. */
    List<String> groups() {
        return topicNames().stream()
                .flatMap(name -> topics().groupOf(name).stream())
                .sorted()
                .toList();
    }

    /** Node reports of the last minutes, the oldest first. */
    List<SeenReport> reports() {
        if (reports.isEmpty()) {
            reports = Optional.of(SeenReport.last(this));
        }
        return reports.get();
    }

    /** What the rows of the stores tell. */
    StateFindings state() {
        if (state.isEmpty()) {
            state = Optional.of(StateReading.of(this));
        }
        return state.get();
    }
}
