package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.job.JobKey;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.ReportIgnored;
import io.duestream.specs.fixture.Cluster;
import io.duestream.specs.proof.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runs on an executor that dies, or is stopped for long, runs again elsewhere; what it says later changes nothing. */
@Timeout(180)
class LostNodeSpec {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Cluster cluster = Cluster.embedded();
    private final List<ExecutorProcess> executors = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        executors.forEach(ExecutorProcess::close);
        cluster.close();
    }

    /** One line of the ledger. */
    private record Line(String what, String task, String token, long process, long at) {}

    @Test
    void what_an_executor_had_when_it_was_killed_runs_elsewhere_and_nothing_else_runs_again() throws Exception {
        cluster.startTracker();
        List<Job> jobs = submitted(12);
        ExecutorProcess first = startExecutor(4);
        awaitBegun(4);
        ExecutorProcess second = startExecutor(16);
        awaitBegun(5);
        awaitStarted(jobs);

        first.kill();
        long killed = System.currentTimeMillis();
        // The others lay in a partition of the one that died, unstarted.
        await().atMost(SOON)
                .until(() -> Set.copyOf(tasks(lines("began", second.pid()))).size() == jobs.size());
        List<String> lost = tasks(lines("began", first.pid()));
        long rerun = lines("began", second.pid()).stream()
                .filter(line -> lost.contains(line.task()))
                .mapToLong(Line::at)
                .min()
                .orElseThrow();
        System.out.printf("kill -9 of an executor: the first run began elsewhere %d ms later%n", rerun - killed);
        Files.createFile(folder.resolve("until"));
        await().atMost(SOON).untilAsserted(() -> assertThat(ended(jobs)).isEqualTo(jobs.size()));

        assertThat(lost).hasSize(4);
        for (Job job : jobs) {
            boolean wasLost = lost.contains(job.key().taskId());
            assertThat(ends(job.key()))
                    .containsExactlyElementsOf(
                            wasLost ? List.of(AttemptEnd.LOST, AttemptEnd.SUCCESS) : List.of(AttemptEnd.SUCCESS));
            assertThat(attempts(job.key())).isSorted();
            assertThat(tokensBegun(job)).isEqualTo(attempts(job.key()));
            assertThat(cluster.audit().events(job.key(), FireEnded.class))
                    .extracting(FireEnded::end)
                    .containsExactly(FireEnd.SUCCEEDED);
        }
        assertProven();
    }

    @Test
    void an_executor_that_was_stopped_past_its_session_learns_that_its_leases_are_gone() throws Exception {
        cluster.startTracker();
        List<Job> jobs = submitted(2);
        ExecutorProcess stopped = startExecutor(2);
        awaitBegun(2);
        awaitStarted(jobs);
        awaitTaken();

        stopped.signal("STOP");
        long stoppedAt = System.currentTimeMillis();
        startExecutor(2);
        awaitBegun(4);
        System.out.printf(
                "SIGSTOP of an executor: all runs began elsewhere %d ms later%n",
                System.currentTimeMillis() - stoppedAt);
        stopped.signal("CONT");
        long continued = System.currentTimeMillis();
        await().atMost(SOON).until(() -> lines("lost", stopped.pid()).size() == 2);
        System.out.printf(
                "SIGCONT: the runners saw that their leases were gone %d ms later%n",
                lines("lost", stopped.pid()).stream().mapToLong(Line::at).max().orElseThrow() - continued);
        Files.createFile(folder.resolve("until"));

        await().atMost(SOON).untilAsserted(() -> assertThat(ended(jobs)).isEqualTo(2));
        // It may end more: what it had fetched before it noticed that it was out of the group.
        await().atMost(SOON).until(() -> lines("ended", stopped.pid()).size() >= 2);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(jobs)
                        .allSatisfy(job -> assertThat(cluster.audit().events(job.key(), ReportIgnored.class))
                                .extracting(ReportIgnored::report)
                                .contains("Finished")));
        for (Job job : jobs) {
            assertThat(ends(job.key())).containsExactly(AttemptEnd.LOST, AttemptEnd.SUCCESS);
            assertThat(cluster.audit().events(job.key(), FireEnded.class)).hasSize(1);
        }
        assertProven();
    }

    private List<Job> submitted(int count) throws Exception {
        JobClient client = cluster.startClient("shop");
        List<Job> jobs = IntStream.range(0, count)
                .mapToObj(i -> Job.of("mail", "job-" + i)
                        .type("long")
                        .parameters(Map.of(
                                LongRunner.LEDGER, folder.resolve("ledger").toString(),
                                LongRunner.UNTIL, folder.resolve("until").toString())))
                .toList();
        for (Job job : jobs) {
            client.submit(job);
        }
        return jobs;
    }

    private ExecutorProcess startExecutor(int threads) throws IOException {
        ExecutorProcess executor = ExecutorProcess.start(
                cluster.bootstrapServers(), cluster.topics().cluster(), "mail", threads);
        executors.add(executor);
        return executor;
    }

    private List<Line> lines() throws IOException {
        Path ledger = folder.resolve("ledger");
        return !Files.exists(ledger)
                ? List.of()
                : Files.readAllLines(ledger).stream()
                        .map(line -> line.split(" "))
                        .map(words -> new Line(
                                words[0], words[1], words[2], Long.parseLong(words[3]), Long.parseLong(words[4])))
                        .toList();
    }

    private List<Line> lines(String what, long process) throws IOException {
        return lines().stream()
                .filter(line -> line.what().equals(what) && line.process() == process)
                .toList();
    }

    private static List<String> tasks(List<Line> lines) {
        return lines.stream().map(Line::task).toList();
    }

    private void awaitBegun(int runs) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                lines().stream().filter(line -> line.what().equals("began")))
                        .hasSizeGreaterThanOrEqualTo(runs));
    }

    /** What has begun is reported. */
    private void awaitStarted(List<Job> jobs) {
        await().atMost(SOON)
                .until(() -> lines().stream()
                                .filter(line -> line.what().equals("began"))
                                .count()
                        == jobs.stream()
                                .mapToLong(job -> cluster.audit()
                                        .events(job.key(), AttemptStarted.class)
                                        .size())
                                .sum());
    }

    /** The group has committed what it took: in each partition as far as the last attempt, wherever markers lie between. */
    private void awaitTaken() {
        String topic = cluster.topics().dispatch("mail").name();
        Map<TopicPartition, Long> taken = new HashMap<>();
        try (CommittedReader reader = new CommittedReader(cluster.bootstrapServers(), topic)) {
            await().atMost(SOON).until(() -> reader.read().size() == 2);
            reader.read()
                    .forEach(each ->
                            taken.merge(new TopicPartition(topic, each.partition()), each.offset() + 1, Math::max));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            String group = cluster.topics().executorConsumerGroup("mail");
            await().atMost(SOON).untilAsserted(() -> {
                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get();
                assertThat(taken)
                        .allSatisfy((partition, offset) -> assertThat(committed)
                                .hasEntrySatisfying(
                                        partition,
                                        each -> assertThat(each.offset()).isGreaterThanOrEqualTo(offset)));
            });
        }
    }

    private List<String> attempts(JobKey key) {
        return cluster.audit().events(key, AttemptDispatched.class).stream()
                .map(each -> each.token().toString())
                .toList();
    }

    private List<AttemptEnd> ends(JobKey key) {
        return cluster.audit().events(key, AttemptEnded.class).stream()
                .map(AttemptEnded::end)
                .toList();
    }

    private List<String> tokensBegun(Job job) throws IOException {
        return lines().stream()
                .filter(line -> line.what().equals("began"))
                .filter(line -> line.task().equals(job.key().taskId()))
                .map(Line::token)
                .distinct()
                .sorted()
                .toList();
    }

    private long ended(List<Job> jobs) {
        return jobs.stream()
                .filter(job ->
                        !cluster.audit().events(job.key(), JobEnded.class).isEmpty())
                .count();
    }

    private void assertProven() {
        Proof proof = Proof.of(cluster.bootstrapServers(), cluster.topics().cluster(), "--settled");
        assertThat(proof.violations()).isEmpty();
        assertThat(proof.exitCode()).as(proof.messages()).isZero();
    }
}
