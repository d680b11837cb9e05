package io.duestream.tracker.process;

import io.duestream.topic.TopicIds;
import io.duestream.topic.TopicMismatchException;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.TopicReport;
import io.duestream.topic.Topics;
import io.duestream.tracker.store.StateStores;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be right before a tracker may decide anything. */
final class StartChecks {
    private static final Logger LOG = LoggerFactory.getLogger(StartChecks.class);
    private static final int WAIT_SECONDS = 30;

    private final TrackerConfig config;
    private final Admin admin;
    private final Map<String, Object> clients;
    private final Path touched;
    private final Path recordedIds;

    StartChecks(TrackerConfig config, Admin admin, Map<String, Object> clients) {
        this.config = config;
        this.admin = admin;
        this.clients = clients;
        this.touched = config.stateDir().resolve("last-alive");
        this.recordedIds = config.stateDir().resolve("topic-ids.properties");
    }

    /** Makes the topics that are missing and compares the others; the cluster's partition count. */
    int topics() {
        Topics topics = config.topics();
        TopicReport report = ensure(topics);
        if (!report.problems().isEmpty()) {
            throw new TrackerStartException(
                    "topics are not as they must be:\n  " + String.join("\n  ", report.problems()));
        }
        compareIds(report.ids());
        return report.topic(topics.commands().name()).orElseThrow().partitions();
    }

    private TopicReport ensure(Topics topics) {
        try {
            return new TopicProvisioner(admin, config.partitions(), config.replicationFactor()).ensure(topics.fixed());
        } catch (TopicMismatchException e) {
            throw new TrackerStartException(e.getMessage(), e);
        }
    }

    private void compareIds(Map<String, Uuid> seen) {
        try {
            Optional<String> problem = TopicIds.problem(readIds(), seen);
            if (problem.isPresent()) {
                throw new TrackerStartException(problem.get() + " (recorded in " + recordedIds + ")");
            }
            record(seen);
        } catch (IOException e) {
            throw new TrackerStartException("the state folder " + config.stateDir() + " cannot be used: " + e, e);
        }
    }

    /** As a whole or not at all: half a file would keep the next start from beginning. */
    private void record(Map<String, Uuid> seen) throws IOException {
        Properties ids = new Properties();
        seen.forEach((topic, id) -> ids.setProperty(topic, id.toString()));
        Files.createDirectories(recordedIds.getParent());
        Path written = recordedIds.resolveSibling(recordedIds.getFileName() + ".new");
        try (Writer out = Files.newBufferedWriter(written)) {
            ids.store(out, "Ids of the topics this state belongs to");
        }
        Files.move(written, recordedIds, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Map<String, Uuid> readIds() throws IOException {
        Map<String, Uuid> recorded = new HashMap<>();
        if (Files.exists(recordedIds)) {
            Properties ids = new Properties();
            try (Reader in = Files.newBufferedReader(recordedIds)) {
                ids.load(in);
            }
            ids.stringPropertyNames().forEach(topic -> recorded.put(topic, Uuid.fromString(ids.getProperty(topic))));
        }
        return recorded;
    }

    /** State without the offsets it belongs to would read the commands from the start and bring ended jobs back. */
    void offsets() {
        String application = config.topics().trackerApplicationId();
        Set<String> changelogs = ask(
                        admin.listTopics().names().toCompletionStage().toCompletableFuture())
                .stream()
                .filter(name -> name.startsWith(application + "-") && name.endsWith("-changelog"))
                .collect(Collectors.toSet());
        boolean offsets = ask(admin.listConsumerGroupOffsets(application)
                        .partitionsToOffsetAndMetadata()
                        .toCompletionStage()
                        .toCompletableFuture())
                .values()
                .stream()
                .anyMatch(Objects::nonNull);
        if (offsets || changelogs.isEmpty() || config.acceptLostOffsets()) {
            return;
        }
        // A first start that was killed before its first commit leaves changelogs and no offsets, but no state either.
        if (new CommittedRecords(clients).anyIn(changelogs)) {
            throw new TrackerStartException("the cluster " + config.topics().cluster()
                    + " has state (in the changelog topics of " + application
                    + ") and no committed offsets. Reading its"
                    + " commands from the start may bring ended jobs back. If that is what you want, set "
                    + TrackerConfig.ACCEPT_LOST_OFFSETS + "=true once");
        }
    }

    private static <T> T ask(java.util.concurrent.CompletableFuture<T> answer) {
        try {
            return answer.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrackerStartException("interrupted while asking the brokers", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new TrackerStartException("the brokers did not answer: " + e, e);
        }
    }

    /** A checkpoint older than compacted tombstones would bring ended jobs back: such state is rebuilt from changelogs. */
    void stateAge(Instant now) {
        try {
            Path state = config.stateDir().resolve(config.topics().trackerApplicationId());
            // State that was never up to date for as long as a touch takes is as good as old.
            Instant last =
                    Files.exists(touched) ? Files.getLastModifiedTime(touched).toInstant() : Instant.EPOCH;
            Duration age = Duration.between(last, now);
            if (Files.exists(state) && age.compareTo(StateStores.TOMBSTONE_RETENTION.dividedBy(2)) > 0) {
                LOG.warn("the state in {} was last up to date at {}; it is rebuilt from the changelogs", state, last);
                wipe(state);
            }
        } catch (IOException e) {
            throw new TrackerStartException("the state folder " + config.stateDir() + " cannot be used: " + e, e);
        }
    }

    /** Remembers that the state is in use. */
    void touch(Instant now) {
        try {
            Files.createDirectories(touched.getParent());
            if (!Files.exists(touched)) {
                Files.createFile(touched);
            }
            Files.setLastModifiedTime(touched, FileTime.from(now));
        } catch (IOException e) {
            LOG.warn("{} cannot be written; after a long stop the state would be rebuilt: {}", touched, e.toString());
        }
    }

    private static void wipe(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        try {
            paths.forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
