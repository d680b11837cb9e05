package io.duestream.specs.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.codec.RecordCodec;
import io.duestream.codec.WriteVersion;
import io.duestream.executor.Executor;
import io.duestream.job.JobKey;
import io.duestream.job.RetryPolicy;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.CatchUpEnded;
import io.duestream.record.event.JobEnded;
import io.duestream.specs.fixture.Cluster;
import io.duestream.specs.fixture.CommandProcess;
import io.duestream.specs.fixture.LedgerRunner;
import io.duestream.topic.TopicSpec;
import io.duestream.tracker.process.Tracker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster is upgraded node by node while it works, as docs/upgrades.md says; and in the wrong order, too. */
@Timeout(240)
class RollingUpgradeSpec {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int OLD = WriteVersion.latest();
    private static final int NEW = OLD + 1;

    @TempDir
    Path folder;

    private final Cluster cluster = Cluster.embedded();
    private final Deque<CommandProcess> processes = new ArrayDeque<>();
    private Path newer;
    private Path ledger;
    private int jobs;

    @BeforeEach
    void make() throws IOException {
        newer = NewerVersion.in(Files.createDirectory(folder.resolve("newer")));
        ledger = Files.createFile(folder.resolve("ledger"));
    }

    @AfterEach
    void stop() {
        processes.forEach(CommandProcess::close);
        cluster.close();
    }

    @Test
    void nodes_of_two_versions_share_a_cluster_and_write_the_newer_one_when_all_are_upgraded() throws Exception {
        Tracker oldTracker = cluster.startTracker();
        Executor oldExecutor = cluster.startExecutor("mail", 4, new LedgerRunner());
        JobClient client = cluster.startClient("shop");
        Job everySecond = job("every-second").repeat(Duration.ofSeconds(1), 1_000_000);
        client.submit(everySecond);
        CommandProcess newTracker = newTracker(OLD);
        CommandProcess newExecutor = newExecutor(OLD);
        awaitEnded(submit(client, "old-and-new"));
        awaitBothDecide(oldTracker);
        awaitBothRun(client, oldExecutor);

        newTracker.end();
        newExecutor.end();
        List<JobKey> again = submit(client, "back-to-old");
        awaitEnded(again);
        assertThat(nodesThatRan(again)).as("what is left is old").containsExactly(oldExecutor.node());
        assertThat(unknownToOld()).as("records that an old node could not read").isZero();

        CommandProcess upgraded = newTracker(OLD);
        cluster.stop(oldTracker);
        awaitEnded(submit(client, "new-tracker-old-executor"));
        assertThat(unknownToOld()).as("records that an old node could not read").isZero();

        cluster.stop(oldExecutor);
        // It belongs to the old version, too.
        cluster.stop(cluster.audit());
        newExecutor(NEW);
        upgraded.end();
        newTracker(NEW);
        List<JobKey> third = submit(client, "all-new");
        awaitInLedger(third);
        client.cancel(everySecond.key(), false, "the upgrade is done");

        JsonNode proof = awaitNoneAlive();
        assertThat(proof.get("ok").asBoolean()).as(proof.toPrettyString()).isTrue();
        assertThat(proof.get("unreadable")).isEmpty();
        assertThat(proof.get("jobs").asInt()).isEqualTo(jobs);
        assertThat(unknownToOld()).as("records of the newer version").isPositive();
        assertThat(Files.readAllLines(ledger)).as("attempts that ran").doesNotHaveDuplicates();
    }

    @Test
    void a_version_that_is_raised_too_early_waits_for_the_upgrade_and_loses_nothing() throws Exception {
        Tracker oldTracker = cluster.startTracker();
        newExecutor(NEW);
        JobClient client = cluster.startClient("shop");
        List<JobKey> early = submit(client, "too-early");
        awaitInLedger(early);
        await().atMost(SOON).until(() -> unknownToOld() > 0);
        assertThat(cluster.audit().events(early.get(0), JobEnded.class))
                .as("the old tracker cannot read the results yet")
                .isEmpty();

        cluster.stop(cluster.audit());
        cluster.stop(oldTracker);
        newTracker(NEW);

        JsonNode proof = awaitNoneAlive();
        assertThat(proof.get("ok").asBoolean()).as(proof.toPrettyString()).isTrue();
        assertThat(proof.get("jobs").asInt()).isEqualTo(jobs);
        assertThat(Files.readAllLines(ledger)).as("attempts that ran").doesNotHaveDuplicates();
    }

    /** Each of two trackers has taken over a partition. */
    private void awaitBothDecide(Tracker old) {
        await().atMost(SOON)
                .until(() -> cluster.audit().all(CatchUpEnded.class).count() >= 3
                        && cluster.audit().records().stream()
                                .anyMatch(record -> !record.tracker().equals(old.node())));
    }

    private void awaitBothRun(JobClient client, Executor old) {
        List<JobKey> keys = new ArrayList<>();
        await().atMost(SOON).until(() -> {
            keys.addAll(submit(client, "both-" + keys.size()));
            awaitEnded(keys);
            Set<String> nodes = nodesThatRan(keys);
            return nodes.size() == 2 && nodes.contains(old.node());
        });
    }

    private Set<String> nodesThatRan(List<JobKey> keys) {
        return keys.stream()
                .flatMap(key -> cluster.audit().events(key, AttemptEnded.class).stream())
                .map(AttemptEnded::node)
                .collect(Collectors.toSet());
    }

    private Job job(String name) {
        jobs++;
        return Job.of("mail", name)
                .parameter(LedgerRunner.LEDGER, ledger.toString())
                .retry(RetryPolicy.fixed(3, Duration.ofMillis(200)));
    }

    private List<JobKey> submit(JobClient client, String phase) {
        List<Job> submitted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            submitted.add(job(phase + "-" + i));
        }
        submitted.add(job(phase + "-sharded").shards(3));
        submitted.add(job(phase + "-failing").parameter(LedgerRunner.FAILING, "1"));
        submitted.forEach(client::submit);
        return submitted.stream().map(Job::key).toList();
    }

    private void awaitEnded(List<JobKey> keys) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(keys)
                        .allSatisfy(key -> assertThat(cluster.audit().events(key, JobEnded.class))
                                .hasSize(1)));
    }

    /** Five jobs run once, one in three shards, one twice. */
    private void awaitInLedger(List<JobKey> keys) {
        int atLeast = ledgerLines() + keys.size();
        await().atMost(SOON).until(() -> ledgerLines() >= atLeast);
    }

    private int ledgerLines() {
        try {
            return Files.readAllLines(ledger).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode awaitNoneAlive() {
        return await().atMost(SOON)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        this::proof,
                        proof -> proof.get("jobs_alive").asInt() == 0
                                && proof.get("waiting").asInt() == 0);
    }

    /** What the newer version's verifier says. */
    private JsonNode proof() throws Exception {
        Path out = folder.resolve("proof.json");
        try (CommandProcess verify = CommandProcess.startOver(
                folder,
                newer,
                "audit",
                "verify",
                "--json",
                "--bootstrap",
                cluster.bootstrapServers(),
                "--cluster",
                cluster.topics().cluster())) {
            verify.await(SOON);
            Files.writeString(out, verify.said().substring(verify.said().indexOf('{')));
            return new ObjectMapper().readTree(out.toFile());
        }
    }

    private CommandProcess newTracker(int writes) throws Exception {
        return start(
                writes,
                "tracker",
                "--state-dir",
                folder.resolve("state").toString(),
                "-D",
                "standby.replicas=0",
                "-D",
                "replication.factor=1",
                "-D",
                "threads=1");
    }

    private CommandProcess newExecutor(int writes) throws Exception {
        return start(
                writes,
                "executor",
                "--group",
                "mail",
                "--runner",
                LedgerRunner.class.getName(),
                "-D",
                "fail.store.dir=none");
    }

    private CommandProcess start(int writes, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--bootstrap",
                cluster.bootstrapServers(),
                "--cluster",
                cluster.topics().cluster(),
                "-D",
                WriteVersion.KEY + "=" + writes));
        CommandProcess process = CommandProcess.startOver(folder, newer, all.toArray(String[]::new));
        processes.push(process);
        await().atMost(SOON)
                .alias(words[0])
                .untilAsserted(() -> assertThat(process.said()).contains("ready: "));
        return process;
    }

    /** How many records there are that this version, the old one, cannot read. */
    private long unknownToOld() {
        Map<TopicSpec, RecordCodec<?>> codecs = Map.of(
                cluster.topics().commands(), RecordCodec.of(JobCommand.class),
                cluster.topics().feedback(), RecordCodec.of(JobFeedback.class),
                cluster.topics().audit(), RecordCodec.of(AuditRecord.class),
                cluster.topics().dispatch("mail"), RecordCodec.of(JobDispatch.class));
        long unknown = 0;
        for (Map.Entry<TopicSpec, RecordCodec<?>> each : codecs.entrySet()) {
            unknown += unknown(each.getKey().name(), each.getValue());
        }
        return unknown;
    }

    private long unknown(String topic, RecordCodec<?> codec) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long unknown = 0;
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    unknown += codec.knows(record.value()) ? 0 : 1;
                }
            }
            return unknown;
        }
    }
}
