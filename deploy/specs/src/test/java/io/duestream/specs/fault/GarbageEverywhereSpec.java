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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Every topic gets records that nobody can use, and everybody works on. */
@Timeout(180)
class GarbageEverywhereSpec {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final String CLIENT_GROUP = "shop";
    private static final double LEAST_RATIO = 0.8;
    private static final int JOBS = load(1_000, 20_000);

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

        thrower.throwEachKind();
        int count = load(1_000, 100_000);
        thrower.throwAll(count, Duration.ofSeconds(load(2, 60)));

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
                "%,d records of garbage on each of %d topics".formatted(count / topics().size(), topics().size()),
                load,
                judged,
                log.longestGap());
    }

    @Test
    @Tag("full-form")
    void garbage_takes_less_than_a_fifth_of_the_throughput(TestInfo test) throws Exception {
        startAll();
        GarbageThrower thrower = startThrower();
        // The first round warms up.
        round("warm", thrower, 0, Duration.ZERO);
        List<Double> clean = new ArrayList<>();
        List<Double> dirty = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            clean.add(round("clean-" + i, thrower, 0, Duration.ZERO));
            Duration asLong = Duration.ofMillis((long) (JOBS / median(clean) * 1000));
            // One record of garbage for three jobs: handling it costs about half of what a job costs, the broker
            // included.
            dirty.add(round("dirty-" + i, thrower, JOBS / 3, asLong));
        }
        awaitDeadLetters(thrower);

        Judgement judged = stage.judge(LONG).mustHold();
        double ratio = median(dirty) / median(clean);
        Reliability.row(
                test,
                "one record of garbage for three jobs, on all topics; throughput %.0f %% of that without"
                        .formatted(ratio * 100),
                String.format(
                        Locale.ROOT,
                        "%,d jobs, median %,.0f/s with garbage and %,.0f/s without",
                        judged.jobs(),
                        median(dirty),
                        median(clean)),
                judged,
                stage.decisions().longestGap());
        System.out.printf("jobs a second without garbage %s, with %s%n", clean, dirty);
        assertThat(ratio).isGreaterThan(LEAST_RATIO);
    }

    /** Jobs a second, from the first submission to the last end. */
    private double round(String name, GarbageThrower thrower, int count, Duration over) throws Exception {
        long before = stage.decisions().ended();
        CompletableFuture<Void> thrown = CompletableFuture.runAsync(() -> {
            try {
                thrower.throwAll(count, over);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        long begun = System.nanoTime();
        stage.submit(name, Plan.of(Stage.GROUP, JOBS, JobKind.NOW));
        stage.awaitEnded(before + JOBS);
        double perSecond = JOBS / ((System.nanoTime() - begun) / 1e9);
        thrown.join();
        return perSecond;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private void startAll() {
        stage.startTracker("tracker");
        stage.startExecutor("executor", 8);
        stage.startFeedback("feedback");
        stage.provision(stage.topics().outcomes(CLIENT_GROUP));
        startOutcomeTaker();
    }

    private JobClient startClient() {
        return stage.keep(JobClient.builder()
                .bootstrapServers(stage.bootstrapServers())
                .cluster(stage.topics().cluster())
                .clientGroup(CLIENT_GROUP)
                .build());
    }

    private void startOutcomeTaker() {
        stage.keep(JavaProcess.start(new JavaProcess.Start(
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
        await().atMost(LONG).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            Map<String, Long> letters = DeadLetterTopic.countsByTopic(stage.bootstrapServers(), stage.topics());
            assertThat(answered)
                    .allSatisfy(topic -> assertThat(letters.getOrDefault(topic, 0L))
                            .as(topic)
                            .isEqualTo(thrower.unreadable(topic)));
        });
    }
}
