package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.executor.JobContext;
import io.duestream.executor.RunResult;
import io.duestream.job.JobKey;
import io.duestream.job.MisfirePolicy;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Token;
import io.duestream.record.AuditRecord;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final int SLOW = 1_000;
    private static final int SLOW_JOBS = 60;
    private static final int QUICK = 20;
    private static final int QUICK_JOBS = 800;
    /** How many of them go while the rate holds. */
    private static final int RATED = 650;

    private static final int LATE_JOBS = 100;
    private static final int LATE_RATE = 20;

    private static final double LEAST_USED = 0.8;
    private static final Duration LOW = Duration.ofMillis(1_500);

    @TempDir
    private Path folder;

    private final Cluster cluster = Cluster.embedded();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final Queue<Started> started = new ConcurrentLinkedQueue<>();

    /** Of each fire that ran the due time that its runner was told. */
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

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
    void limits_of_a_group_hold_and_are_used_over_four_partitions_two_trackers_and_the_restart_of_each() {
        Tracker first = tracker("first");
        Tracker second = tracker("second");
        cluster.startExecutor(
                "mail", 40, context -> run(context, context.key().taskId().startsWith("c") ? SLOW : QUICK));
        JobClient client = cluster.startClient("shop");
        awaitThreads(40);
        group("set", "mail", "--concurrency", Integer.toString(CONCURRENCY), "--reason", "a small mail server");

        submit(client, onOnePartition("c", SLOW_JOBS));
        awaitStarted(SLOW_JOBS / 3);
        cluster.stop(first);
        tracker("first");
        awaitStarted(SLOW_JOBS);
        assertThat(mostRunning.get()).isLessThanOrEqualTo(CONCURRENCY);
        assertThat(group("show", "mail").out()).contains("4/4", "a small mail server");

        group("set", "mail", "--concurrency", "none", "--rate", RATE + "/s");
        submit(client, onOnePartition("r", QUICK_JOBS));
        awaitStarted(SLOW_JOBS + RATED / 3);
        cluster.stop(second);
        tracker("second");
        awaitStarted(SLOW_JOBS + RATED);
        group("set", "mail", "--rate", "none");
        awaitStarted(SLOW_JOBS + QUICK_JOBS);
        assertRate();
        assertConcurrencyUsed();
        await().atMost(Duration.ofSeconds(30)).until(() -> running.get() == 0);
        Proof proof = Proof.of(cluster.bootstrapServers(), cluster.topics().cluster());
        assertThat(proof.violations()).isEmpty();
        assertThat(proof.checked("group-settings-hold")).isGreaterThan(3_000);
    }

    /** By the log: from the first dispatch to the last one, as long as more wait than may go. */
    private void assertConcurrencyUsed() {
        Map<Token, Instant> since = new HashMap<>();
        Map<Token, Instant> until = new HashMap<>();
        for (AuditRecord record : cluster.audit().records()) {
            for (JobEvent event : record.taskId().startsWith("c") ? record.events() : List.<JobEvent>of()) {
                if (event instanceof AttemptDispatched e) {
                    since.put(e.token(), e.dispatchedAt());
                } else if (event instanceof AttemptEnded e) {
                    until.put(e.token(), record.decidedAt());
                }
            }
        }
        Instant begin = since.values().stream().min(Comparator.naturalOrder()).orElseThrow();
        Instant end = since.values().stream().max(Comparator.naturalOrder()).orElseThrow();
        long out = since.entrySet().stream()
                .mapToLong(each -> {
                    Instant ended = until.getOrDefault(each.getKey(), end);
                    return Duration.between(each.getValue(), ended.isBefore(end) ? ended : end)
                            .toMillis();
                })
                .sum();
        double used = out / (double) CONCURRENCY / Duration.between(begin, end).toMillis();
        System.out.printf("of the concurrency %.0f %% were used%n", 100 * used);
        assertThat(used).as("of the concurrency used").isBetween(LEAST_USED, 1.0);
    }

    /** By the tracker's own record of when it dispatched; the last ones went after the rate was taken away. */
    private void assertRate() {
        await().atMost(Duration.ofSeconds(30)).until(() -> dispatchTimes("r").size() == QUICK_JOBS);
        List<Instant> at = dispatchTimes("r").subList(0, RATED);
        assertNeverAbove(RATE, at);
        double used = 1_000.0
                * RATED
                / RATE
                / Duration.between(at.get(0), at.get(RATED - 1)).toMillis();
        System.out.printf("of the rate %.0f %% were used%n", 100 * used);
        assertThat(used).as("of the rate used").isGreaterThanOrEqualTo(LEAST_USED);
    }

    private static void assertNeverAbove(int rate, List<Instant> at) {
        for (int first = 0; first < at.size(); first++) {
            for (int last = first; last < at.size(); last++) {
                long millis = Duration.between(at.get(first), at.get(last)).toMillis();
                if (1_000L * (last - first + 1) > rate * (millis + 1_000)) {
                    throw new AssertionError((last - first + 1) + " were dispatched within " + millis + " ms");
                }
            }
        }
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
    void a_high_job_starts_within_two_job_durations_although_ten_thousand_low_ones_wait() {
        tracker("only");
        cluster.startExecutor("mail", 4, context -> run(context, LOW.toMillis()));
        JobClient client = cluster.startClient("shop");
        awaitThreads(4);
        for (int i = 0; i < 10_000; i++) {
            client.submitAsync(Job.of("mail", "low" + i).priority(200));
        }
        awaitStarted(12);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> cluster.audit().all(JobAccepted.class).count() == 10_000);

        JobKey high = new JobKey("mail", "high");
        client.submit(Job.of(high).priority(1));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> cluster.audit().events(high, AttemptStarted.class).size() == 1);

        Instant accepted = cluster.audit().of(high).get(0).decidedAt();
        Instant began =
                cluster.audit().events(high, AttemptStarted.class).get(0).startedAt();
        assertThat(Duration.between(accepted, began)).isLessThanOrEqualTo(LOW.multipliedBy(2));
        long passed = started.stream()
                .filter(each -> each.at().isAfter(accepted) && each.at().isBefore(began))
                .count();
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
        CommandRun unknown = CommandRun.of(cluster, "group", "show", "nosuch");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("group nosuch is not known: no executor of it has ever started");
        CommandRun asJson = CommandRun.of(cluster, "group", "show", "nosuch", "--json");
        assertThat(asJson.exitCode()).isEqualTo(1);
        assertThat(asJson.out()).contains("\"known\" : false");
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

    /** Rate, priority and lateness of what came due in a pause: timed jobs in all partitions, and a cron that catches up. */
    @Test
    void what_came_due_in_a_pause_is_caught_up_at_the_rate_in_order_and_each_fire_says_how_late_it_is() {
        tracker("only");
        cluster.startExecutor("mail", 40, this::runLate);
        JobClient client = cluster.startClient("shop");
        awaitThreads(40);
        group("set", "mail", "--rate", LATE_RATE + "/s");
        JobKey cron = new JobKey("mail", "late-cron");
        client.submit(Job.of(cron)
                .cron("* * * * * ?", "UTC")
                .overlap(OverlapPolicy.ALLOW)
                .misfire(MisfirePolicy.CATCH_UP)
                .priority(1));
        await().atMost(Duration.ofSeconds(30)).until(() -> !seen.isEmpty());
        group("pause", "mail");
        Instant due = Instant.now().plusMillis(500);
        for (int i = 0; i < LATE_JOBS; i++) {
            client.submitAsync(
                    Job.of("mail", "late-" + i).at(due.plusMillis(i % 10)).priority(2 + i % 3));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> opened().size() == LATE_JOBS);
        await().atMost(Duration.ofSeconds(60)).until(() -> Instant.now().isAfter(due.plusSeconds(4)));

        Instant resumed = Instant.now();
        group("resume", "mail");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> seen.keySet().stream()
                                .filter(each -> !each.startsWith("late-cron"))
                                .count()
                        == LATE_JOBS);
        client.cancel(cron, false, "enough");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !cluster.audit().events(cron, JobEnded.class).isEmpty());

        List<Fire> fires = lateFires();
        assertNeverAbove(
                LATE_RATE, fires.stream().map(Fire::dispatchedAt).sorted().toList());
        List<Fire> late = fires.stream()
                .filter(each ->
                        each.openedAt().isBefore(resumed) && each.dispatchedAt().isAfter(resumed))
                .toList();
        assertThat(late).hasSizeGreaterThanOrEqualTo(LATE_JOBS + 3);
        assertThat(late).filteredOn(each -> each.key().equals(cron)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(late).allSatisfy(each -> {
            assertThat(each.openedAt()).isAfterOrEqualTo(each.dueAt());
            assertThat(seen.get(each.key().taskId() + "/" + each.number()))
                    .as("what the runner is told of the due time")
                    .isEqualTo(each.dueAt());
        });
        List<Fire> jobs = late.stream().filter(each -> !each.key().equals(cron)).toList();
        assertThat(jobs)
                .as("a second and more too late")
                .hasSize(LATE_JOBS)
                .allMatch(each -> each.dispatchedAt().isAfter(each.dueAt().plusSeconds(1)));
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int here = partition;
            assertThat(jobs)
                    .filteredOn(each -> JobPartition.of(each.key(), PARTITIONS) == here)
                    .isSortedAccordingTo(Comparator.comparing(Fire::priority).thenComparing(Fire::dueAt));
        }
        Proof proof = Proof.of(cluster.bootstrapServers(), cluster.topics().cluster());
        assertThat(proof.violations()).isEmpty();
    }

    private record Fire(JobKey key, long number, int priority, Instant dueAt, Instant openedAt, Instant dispatchedAt) {}

    private RunResult runLate(JobContext context) {
        seen.put(context.key().taskId() + "/" + context.fire(), context.dueAt());
        return RunResult.success();
    }

    /** Timed jobs whose fire is open. */
    private List<JobKey> opened() {
        return cluster.audit().records().stream()
                .filter(each -> each.taskId().matches("late-\\d+"))
                .filter(each -> each.events().stream().anyMatch(FireOpened.class::isInstance))
                .map(AuditRecord::key)
                .toList();
    }

    /** Fires that were dispatched, in the order of their dispatches in each partition. */
    private List<Fire> lateFires() {
        Map<String, FireOpened> opened = new HashMap<>();
        List<Fire> fires = new ArrayList<>();
        for (AuditRecord record : cluster.audit().records()) {
            for (JobEvent event : record.events()) {
                if (event instanceof FireOpened e) {
                    opened.put(record.taskId() + "/" + e.fire(), e);
                } else if (event instanceof AttemptDispatched e) {
                    FireOpened fire = opened.get(record.taskId() + "/" + e.fire());
                    fires.add(new Fire(
                            record.key(), e.fire(), fire.priority(), fire.dueAt(), fire.openedAt(), e.dispatchedAt()));
                }
            }
        }
        return fires;
    }
}
