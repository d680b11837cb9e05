package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.executor.JobContext;
import io.duestream.executor.RunResult;
import io.duestream.job.JobKey;
import io.duestream.record.AuditRecord;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.JobAccepted;
import io.duestream.specs.fixture.Cluster;
import io.duestream.specs.fixture.CommandRun;
import io.duestream.specs.proof.Proof;
import io.duestream.topic.JobPartition;
import io.duestream.tracker.process.Tracker;
import io.duestream.tracker.process.TrackerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is set for a whole group, on real brokers, from the command line. */
@Timeout(300)
class GroupSpec {
    private static final int PARTITIONS = 4;
    private static final int CONCURRENCY = 5;
    private static final int RATE = 40;

    @TempDir
    private Path folder;

    private final Cluster cluster = Cluster.embedded();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final Queue<Started> started = new ConcurrentLinkedQueue<>();

    private record Started(String taskId, Instant at) {}

    @AfterEach
    void stop() {
        cluster.close();
    }

    private RunResult run(JobContext context, long millis) throws InterruptedException {
        started.add(new Started(context.key().taskId(), Instant.now()));
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            Thread.sleep(millis);
            return RunResult.success();
        } finally {
            running.decrementAndGet();
        }
    }

    private Tracker tracker(String name) {
        return cluster.startTracker(
                TrackerConfig.PARTITIONS, Integer.toString(PARTITIONS),
                TrackerConfig.STATE_DIR, folder.resolve(name).toString());
    }

    private CommandRun group(String... words) {
        List<String> all = new ArrayList<>(List.of("group"));
        all.addAll(List.of(words));
        CommandRun run = CommandRun.of(cluster, all.toArray(String[]::new));
        assertThat(run.exitCode()).as("%s%s", run.out(), run.err()).isZero();
        return run;
    }

    /** Room follows the threads of the group, as far as the trackers have heard of them. */
    private void awaitThreads(int threads) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> group("show", "mail", "--json").out().contains("\"threads\" : " + threads));
    }

    /** Jobs whose keys all belong to one partition. */
    private List<JobKey> onOnePartition(String name, int count) {
        List<JobKey> keys = new ArrayList<>();
        for (int i = 0; keys.size() < count; i++) {
            JobKey key = new JobKey("mail", name + i);
            if (JobPartition.of(key, PARTITIONS) == 1) {
                keys.add(key);
            }
        }
        return keys;
    }

    private void submit(JobClient client, List<JobKey> keys) {
        keys.forEach(key -> client.submitAsync(Job.of(key)));
    }

    private void awaitStarted(int count) {
        await().atMost(Duration.ofSeconds(90)).until(() -> started.size() >= count);
    }

    @Test
    void limits_of_a_group_hold_over_four_partitions_two_trackers_and_the_restart_of_one() {
        Tracker first = tracker("first");
        tracker("second");
        cluster.startExecutor("mail", 40, context -> run(context, 100));
        JobClient client = cluster.startClient("shop");
        awaitThreads(40);
        group("set", "mail", "--concurrency", Integer.toString(CONCURRENCY), "--reason", "a small mail server");

        List<JobKey> keys = onOnePartition("c", 200);
        submit(client, keys);
        awaitStarted(60);
        cluster.stop(first);
        tracker("first");
        awaitStarted(200);

        assertThat(mostRunning.get()).isLessThanOrEqualTo(CONCURRENCY);
        assertThat(group("show", "mail").out()).contains("4/4", "a small mail server");
        group("set", "mail", "--concurrency", "none", "--rate", RATE + "/s");
        submit(client, onOnePartition("r", 500));
        awaitStarted(400);
        group("set", "mail", "--rate", "none");
        awaitStarted(700);
        assertRate();
        await().atMost(Duration.ofSeconds(30)).until(() -> running.get() == 0);
        Proof proof = Proof.of(cluster.bootstrapServers(), cluster.topics().cluster());
        assertThat(proof.violations()).isEmpty();
        assertThat(proof.checked("group-settings-hold")).isGreaterThan(1_500);
    }

    /** By the tracker's own record of when it dispatched; the last 300 went after the rate was taken away. */
    private void assertRate() {
        await().atMost(Duration.ofSeconds(30)).until(() -> dispatchTimes("r").size() == 500);
        List<Instant> at = dispatchTimes("r").subList(0, 190);
        for (int first = 0; first < at.size(); first++) {
            for (int last = first; last < at.size(); last++) {
                long millis = Duration.between(at.get(first), at.get(last)).toMillis();
                assertThat(1_000L * (last - first + 1))
                        .as("%s were dispatched within %s ms", last - first + 1, millis)
                        .isLessThanOrEqualTo(RATE * (millis + 1_000));
            }
        }
        double used =
                190_000.0 / RATE / Duration.between(at.get(0), at.get(189)).toMillis();
        System.out.printf("of the rate %.0f %% were used%n", 100 * used);
    }

    private List<Instant> dispatchTimes(String name) {
        return cluster.audit().records().stream()
                .filter(each -> each.taskId().startsWith(name))
                .flatMap(each -> each.events().stream())
                .filter(AttemptDispatched.class::isInstance)
                .map(each -> ((AttemptDispatched) each).dispatchedAt())
                .sorted()
                .toList();
    }

    @Test
    void a_high_job_starts_soon_although_ten_thousand_low_ones_wait() {
        tracker("only");
        cluster.startExecutor("mail", 4, context -> run(context, 500));
        JobClient client = cluster.startClient("shop");
        awaitThreads(4);
        for (int i = 0; i < 10_000; i++) {
            client.submitAsync(Job.of("mail", "low" + i).priority(200));
        }
        awaitStarted(12);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> cluster.audit().all(JobAccepted.class).count() == 10_000);

        client.submit(Job.of("mail", "high").priority(1));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> started.stream().anyMatch(each -> each.taskId().equals("high")));

        Instant accepted = cluster.audit().of(JobKey.parse("mail/high")).stream()
                .map(AuditRecord::decidedAt)
                .findFirst()
                .orElseThrow();
        Instant began = started.stream()
                .filter(each -> each.taskId().equals("high"))
                .map(Started::at)
                .findFirst()
                .orElseThrow();
        long passed = started.stream()
                .filter(each -> each.at().isAfter(accepted) && each.at().isBefore(began))
                .count();
        System.out.printf("%d low jobs started before the high one, of 10,000 that waited%n", passed);
        assertThat(passed).as("two rounds of the four threads").isLessThanOrEqualTo(2 * 4);
    }

    @Test
    void a_paused_group_waits_and_goes_on_in_order() {
        tracker("only");
        cluster.startExecutor("mail", 1, context -> run(context, 1));
        JobClient client = cluster.startClient("shop");
        group("pause", "mail", "--reason", "maintenance");
        List<JobKey> keys = onOnePartition("p", 20);
        keys.forEach(key -> client.submit(Job.of(key)));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> group("show", "mail", "--json").out().contains("\"waiting\" : 20"));
        assertThat(group("show").out()).contains("paused");
        assertThat(started).isEmpty();

        group("resume", "mail");

        awaitStarted(20);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> cluster.audit().all(AttemptDispatched.class).count() == 20);
        List<String> dispatched = cluster.audit().records().stream()
                .filter(each -> each.events().stream().anyMatch(AttemptDispatched.class::isInstance))
                .map(AuditRecord::taskId)
                .toList();
        assertThat(dispatched)
                .containsExactlyElementsOf(keys.stream().map(JobKey::taskId).toList());
    }
}
