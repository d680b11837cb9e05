package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.job.JobKey;
import io.duestream.record.event.FireEnd;
import io.duestream.specs.fixture.CommandRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Every topic gets records that nobody can use, and everybody works on. */
@Tag("alone")
@Timeout(180)
class GarbageEverywhereSpec {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final String CLIENT_GROUP = "shop";
    private static final double LEAST_RATIO = 0.8;
    private static final int JOBS = Integer.getInteger("duestream.faults.garbage.jobs", 100_000);
    private static final int WARM_UP = 10_000;
    private static final int ROUNDS = 3;
    private static final int GARBAGE = Integer.getInteger("duestream.faults.garbage", 100_000);

    private final Stage stage = new Stage("garbage");
    private final Garbage garbage = new Garbage(stage.topics(), new JobKey(Stage.GROUP, "absent:NOW:0"), 20_260_101);

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void garbage_on_every_topic_is_put_aside_and_nobody_stops_reading(TestInfo test) throws Exception {
        startAll();
        JobClient client = startClient();
        assertThat(client.submitAndAwait(job("before", JobKind.NOW), LONG).end())
                .contains(FireEnd.SUCCEEDED);
        GarbageThrower thrower = startThrower();
        Flow flow = stage.startFlow("flow", Plan.of(Stage.GROUP, load(50, 200), JobKind.NOW));

        Instant from = Instant.now();
        thrower.throwEachKind();
        int refused = thrower.throwTooLarge();
        int count = load(1_000, 5_000);
        thrower.throwAll(count, Duration.ofSeconds(load(2, 20)));
        Instant to = Instant.now();

        assertThat(refused)
                .as("records beyond what a topic takes, refused by the broker")
                .isEqualTo(topics().size());
        awaitDeadLetters(thrower);
        assertThat(client.submitAndAwait(job("after", JobKind.NOW), LONG).end()).contains(FireEnd.SUCCEEDED);
        String after = job("after", JobKind.NOW).key().toString();
        await().atMost(LONG)
                .until(() ->
                        LedgerFile.read(stage.folder(), OutcomeTaker.LEDGER).contains(List.of(after)));
        Job held = job("held", JobKind.HELD);
        client.submit(held);
        Decisions log = stage.decisions();
        await().atMost(LONG)
                .until(() -> !log.of(held.key().toString()).started().isEmpty());
        client.cancel(held.key(), true, "to see that its node hears of it");
        await().atMost(LONG)
                .until(() -> stage.runs().stream().anyMatch(run -> run.what().equals(Run.LEASE_LOST)));
        stage.letGo();
        assertThat(listLetters().exitCode()).isZero();
        String load = flow.end();

        Judgement judged = stage.judge(LONG).mustHold();
        System.out.println("garbage: " + garbage.made());
        Reliability.row(
                test,
                "%,d records of garbage on each of %d topics; gap while they are thrown"
                        .formatted(count / topics().size(), topics().size()),
                load,
                judged,
                log.longestGap(from, to));
    }

    @Test
    @Tag("full-form")
    void garbage_takes_less_than_a_fifth_of_the_throughput(TestInfo test) throws Exception {
        List<JavaProcess> processes = startAll();
        GarbageThrower thrower = startThrower();
        List<Double> clean = new ArrayList<>();
        List<Double> dirty = new ArrayList<>();
        Duration longestGap = Duration.ZERO;
        Balance balance;
        try (Tally tally = new Tally(stage.bootstrapServers(), stage.topics(), Stage.GROUP)) {
            round("warm", tally, WARM_UP);
            for (int i = 0; i < ROUNDS; i++) {
                Map<String, Duration> before = processorTimes(processes);
                clean.add(round("clean-" + i, tally, JOBS));
                Duration asLong = Duration.ofMillis((long) (JOBS / median(clean) * 1000));
                Map<String, Duration> between = processorTimes(processes);
                tally.beginGaps();
                CompletableFuture<Void> thrown = CompletableFuture.runAsync(() -> throwAll(thrower, asLong));
                dirty.add(round("dirty-" + i, tally, JOBS));
                longestGap = Collections.max(List.of(longestGap, tally.longestGap()));
                assertThat(thrown).as("all of the garbage came while jobs ran").isCompleted();
                awaitDeadLetters(thrower);
                System.out.println(costOfOne(before, between, processorTimes(processes)));
            }
            balance = Balance.of(stage, tally.readAll());
        }

        assertThat(balance.lost()).as("jobs lost").isZero();
        Balance.prove(stage, LONG);
        double ratio = median(dirty) / median(clean);
        System.out.printf("jobs a second without garbage %s, with %s; %s%n", clean, dirty, garbage.made());
        Reliability.row(
                test,
                String.format(
                        Locale.ROOT,
                        "%,d records of garbage on all topics, %.2f for a job; throughput %.0f %% of that without; gap while it is thrown",
                        GARBAGE / ROUNDS * ROUNDS,
                        (double) GARBAGE / ROUNDS / JOBS,
                        ratio * 100),
                String.format(
                        Locale.ROOT,
                        "%,d jobs, median of %d rounds %,.0f/s with garbage and %,.0f/s without",
                        balance.jobs(),
                        ROUNDS,
                        median(dirty),
                        median(clean)),
                balance.lost(),
                balance.repeated() + " runs, " + balance.again() + " attempts",
                longestGap);
        assertThat(ratio).isGreaterThan(LEAST_RATIO);
    }

    /** Jobs a second, from the first submission to the last end. */
    private double round(String name, Tally tally, int jobs) throws Exception {
        long before = tally.readAll().ended();
        long begun = System.nanoTime();
        CompletableFuture<Void> submitted =
                CompletableFuture.runAsync(() -> submit(name, Plan.of(Stage.GROUP, jobs, JobKind.NOW)));
        assertThat(tally.readUntil(() -> tally.ended() >= before + jobs, LONG))
                .as("all of " + name + " have ended")
                .isTrue();
        double perSecond = jobs / ((System.nanoTime() - begun) / 1e9);
        submitted.join();
        return perSecond;
    }

    private void submit(String name, Plan plan) {
        try {
            stage.submit(name, plan);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void throwAll(GarbageThrower thrower, Duration over) {
        try {
            thrower.throwAll(GARBAGE / ROUNDS, over);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static Map<String, Duration> processorTimes(List<JavaProcess> processes) {
        return processes.stream()
                .collect(Collectors.toMap(
                        JavaProcess::name,
                        each -> ProcessHandle.of(each.pid())
                                .flatMap(handle -> handle.info().totalCpuDuration())
                                .orElseThrow()));
    }

    /** What a record of garbage costs each process, by the processor times of a round without and the one with it. */
    private static String costOfOne(
            Map<String, Duration> before, Map<String, Duration> between, Map<String, Duration> after) {
        return before.keySet().stream()
                .sorted()
                .map(each -> {
                    Duration clean = between.get(each).minus(before.get(each));
                    Duration dirty = after.get(each).minus(between.get(each));
                    return String.format(
                            Locale.ROOT,
                            "%s %d µs a job and %d µs a record of garbage",
                            each,
                            clean.toNanos() / 1_000 / JOBS,
                            dirty.minus(clean).toNanos() / 1_000 * ROUNDS / GARBAGE);
                })
                .collect(Collectors.joining(", "));
    }

    private List<JavaProcess> startAll() {
        JavaProcess tracker = stage.startTracker("tracker");
        JavaProcess executor = stage.startExecutor("executor", 8);
        JavaProcess feedback = stage.startFeedback("feedback");
        stage.provision(stage.topics().outcomes(CLIENT_GROUP));
        return List.of(stage.broker(), tracker, executor, feedback, startOutcomeTaker());
    }

    private JobClient startClient() {
        return stage.keep(JobClient.builder()
                .bootstrapServers(stage.bootstrapServers())
                .cluster(stage.topics().cluster())
                .clientGroup(CLIENT_GROUP)
                .build());
    }

    private JavaProcess startOutcomeTaker() {
        return stage.keep(JavaProcess.start(new JavaProcess.Start(
                        "taker",
                        stage.folder(),
                        128,
                        List.of(),
                        OutcomeTaker.class,
                        List.of(
                                stage.bootstrapServers(),
                                stage.topics().cluster(),
                                CLIENT_GROUP,
                                stage.folder()
                                        .resolve("taker" + OutcomeTaker.LEDGER)
                                        .toString()))))
                .awaitSaid(OutcomeTaker.READY);
    }

    private GarbageThrower startThrower() {
        return stage.keep(new GarbageThrower(stage.bootstrapServers(), garbage, topics()));
    }

    private List<String> topics() {
        return garbage.topics(Stage.GROUP, CLIENT_GROUP);
    }

    private static Job job(String name, JobKind kind) {
        return kind.job(Plan.of(Stage.GROUP, 1, kind), name, 0, Instant.EPOCH);
    }

    private CommandRun listLetters() {
        return CommandRun.of(
                "dead-letter",
                "list",
                "--topic",
                "commands",
                "--bootstrap",
                stage.bootstrapServers(),
                "--cluster",
                stage.topics().cluster());
    }

    /** Each topic's consumers have put aside exactly what they could not read. */
    private void awaitDeadLetters(GarbageThrower thrower) {
        List<String> answered = garbage.answered(Stage.GROUP, CLIENT_GROUP);
        try (DeadLetterTopic topic = new DeadLetterTopic(stage.bootstrapServers(), stage.topics())) {
            await().atMost(LONG).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
                Map<String, Long> letters = topic.counts();
                assertThat(answered)
                        .allSatisfy(each -> assertThat(letters.getOrDefault(each, 0L))
                                .as(each)
                                .isEqualTo(thrower.unreadable(each)));
            });
        }
    }
}
