package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.record.event.AttemptStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * An executor is killed at work, or stands still past its session; what it had begun runs elsewhere, and next to nothing
 * else again.
 */
@Tag("alone")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExecutorLossSpec {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration RUNS_AGAIN_WITHIN = Duration.ofSeconds(12);
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(2);

    /** A flush and a commit each come within 50 ms; the rest is for their ways to the brokers and back. */
    private static final Duration LAST_FLUSH = Duration.ofMillis(250);

    /** Of a short job; in the short form longer than from one tick of its flow to the next, so that some always run. */
    private static final Duration BRIEFLY = Duration.ofMillis(load(150, 10));

    /** A look reads whole ledgers, or connects anew; it is not to take what the load needs. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /** Of the rate that the row names; the last tick may be under way. */
    private static final double GIVEN = 0.9;

    private final Stages stages = new Stages("executor-loss");
    private final List<JavaProcess> executors = new ArrayList<>();
    private Stage stage;
    private int started;
    private Judgement earlier = Judgement.NOTHING;

    @AfterEach
    void leave() {
        stages.leave();
    }

    @AfterAll
    void stop() {
        stages.close();
    }

    @Test
    @Order(1)
    void what_ran_long_on_a_killed_executor_runs_again_elsewhere_under_a_higher_token(TestInfo test) throws Exception {
        begin(3, 100);
        int jobs = 100;
        startHeld("killed", jobs);

        JavaProcess victim = busiest("killed");
        victim.kill();
        Instant killed = Instant.now();
        List<Run> begun = runs(victim, "killed");
        Decisions log = stage.decisions();
        await().atMost(LONG).until(() -> log.startedAfter(killed).size() == begun.size());
        stage.letGo();

        Judgement judged = judge();
        Reruns reruns = reruns(victim, "killed", killed);
        Duration again = reruns.longestUntilRerun(killed);
        Reliability.row(
                test,
                "`kill -9` of one of three executors",
                "%d long jobs, %d of them there".formatted(jobs, begun.size()),
                judged,
                again);
        assertThat(begun).isNotEmpty();
        assertThat(reruns.unfinished()).hasSize(begun.size());
        assertThat(reruns.unfinished())
                .allSatisfy((before, after) -> assertThat(after)
                        .hasValueSatisfying(run -> assertThat(run.token()).isGreaterThan(before.token())));
        assertThat(reruns.repeated()).isEmpty();
        assertThat(reruns.elsewhere()).isEmpty();
        assertThat(judged.again()).isEqualTo(begun.size());
        assertThat(again).isLessThan(RUNS_AGAIN_WITHIN);
        assertThat(log.startedAfter(killed))
                .hasSize(begun.size())
                .allSatisfy(start ->
                        assertThat(Duration.between(killed, start.startedAt())).isLessThan(RUNS_AGAIN_WITHIN));
    }

    @Test
    @Order(2)
    void late_results_change_nothing_and_runners_see_that_their_leases_are_gone(TestInfo test) throws Exception {
        begin(2, 100);
        int jobs = load(40, 100);
        startHeld("frozen", jobs);
        // Whoever joined the group first may have taken all of it.
        JavaProcess frozen = busiest("frozen");
        Set<String> there = runs(frozen, "frozen").stream().map(Run::key).collect(Collectors.toSet());

        frozen.freeze();
        Instant stopped = Instant.now();
        Decisions log = stage.decisions();
        await().atMost(LONG).until(() -> log.startedAfter(stopped).size() == there.size());
        frozen.thaw();
        Instant continued = Instant.now();
        await().atMost(LONG).until(() -> leasesLost(frozen).size() == there.size());
        stage.letGo();

        Judgement judged = judge();
        await().atMost(LONG)
                .until(() -> there.stream()
                        .allMatch(key -> log.of(key).ignored().stream()
                                .anyMatch(report -> report.report().equals("Finished"))));
        Duration again = latest(stopped, log.startedAfter(stopped).stream().map(AttemptStarted::startedAt));
        Duration seen = latest(continued, leasesLost(frozen).stream().map(Run::at));
        System.out.printf(
                Locale.ROOT,
                "SIGCONT after %d ms: the last of %d runners saw %d ms later that its lease was gone; "
                        + "%d runs under tokens that ran elsewhere already%n",
                Duration.between(stopped, continued).toMillis(),
                there.size(),
                seen.toMillis(),
                judged.repeated());
        Reliability.row(
                test,
                "`SIGSTOP` of one of two executors past its session, then `SIGCONT`",
                "%d long jobs, %d of them there; leases seen gone after %.1f s"
                        .formatted(jobs, there.size(), seen.toMillis() / 1000.0),
                judged,
                again);
        assertThat(there).isNotEmpty();
        assertThat(there).allSatisfy(key -> assertThat(log.of(key).attempts()).hasSize(2));
        assertThat(judged.again()).isEqualTo(there.size());
        assertThat(seen).isLessThan(SEEN_WITHIN);
        assertThat(again).isLessThan(RUNS_AGAIN_WITHIN);
    }

    @Test
    @Order(3)
    void only_what_was_unfinished_or_just_reported_runs_again_when_an_executor_is_killed_in_a_stream_of_short_jobs(
            TestInfo test) throws Exception {
        begin(3, 20);
        int warm = load(60, 5_000);
        warmUp(warm);
        Flow flow = stage.startFlow(
                        "short",
                        Plan.of(Stage.GROUP, load(300, 5_000), JobKind.NOW).running(BRIEFLY))
                .awaitSteady(LONG);
        await().atMost(LONG)
                .pollInterval(LOOK_EVERY)
                .until(() ->
                        executors.stream().allMatch(each -> runs(each, "short").size() > load(200, 2_000)));

        JavaProcess victim = busiest("short");
        AtWork.freeze(stage, victim, 1);
        victim.kill();
        Instant killed = Instant.now();
        Map<TopicPartition, Long> committed = stage.dispatchOffsets().committed();
        // Nobody else has committed yet on what was the victim's: to the others it is still there.
        assertThat(new ExecutorGroup(stage, Stage.GROUP).members()).hasSameSizeAs(executors);
        await().atMost(LONG)
                .pollInterval(LOOK_EVERY)
                .until(() -> stage.dispatchOffsets().haveMovedOn(committed));
        String load = flow.end();

        Judgement judged = judge();
        Reruns reruns = reruns(victim, "short", killed);
        HandedOut handedOut = HandedOut.of(stage);
        Duration again = longest(untilPartitionsWentOn(victim, killed), reruns.longestUntilRerun(killed));
        System.out.printf(
                Locale.ROOT,
                "kill -9 of an executor under %s, %d runs in the second before: %d runs were unfinished there, %d of them ran "
                        + "again under the same token; %d had ended and ran again, the oldest %d ms before%n",
                load,
                stage.runs().stream()
                        .filter(run -> begunWithinASecond(run, killed))
                        .count(),
                reruns.unfinished().size(),
                reruns.underTheSameToken(),
                reruns.repeated().size(),
                reruns.oldestRepeated().toMillis());
        Reliability.row(test, "`kill -9` of one of three executors", load, judged, again);
        assertThat(flow.share()).as("share of the load that was given").isGreaterThan(GIVEN);
        assertThat(judged.jobs()).isEqualTo(warm + flow.submitted());
        assertThat(reruns.unfinished()).isNotEmpty();
        assertThat(reruns.unfinished())
                .allSatisfy((before, after) -> assertThat(after)
                        .hasValueSatisfying(run -> assertThat(run.token())
                                .isGreaterThanOrEqualTo(before.token())
                                .matches(token ->
                                        handedOut.uncommitted(before, committed) || !token.equals(before.token()))));
        // What was committed runs again only if the word of its end died on the victim, so that it was handed out
        // again.
        assertThat(reruns.repeated().keySet())
                .containsAll(reruns.ended().stream()
                        .filter(run -> handedOut.uncommitted(run, committed))
                        .toList())
                .allMatch(run -> handedOut.uncommitted(run, committed)
                        || stage.decisions().of(run.key()).attempts().size() > 1);
        assertThat(reruns.oldestRepeated()).isLessThan(stage.unhurried(LAST_FLUSH));
        assertThat(reruns.elsewhere()).isEmpty();
        assertThat(again).isLessThan(RUNS_AGAIN_WITHIN);
    }

    /** On a stage with so many executors, what is there of them included. */
    private void begin(int count, int threads) {
        stage = stages.open(each -> {
            earlier = Judgement.NOTHING;
            executors.clear();
            JavaProcess tracker = each.beginTracker("tracker");
            executors.addAll(each.startExecutors(threads, names(count)));
            tracker.awaitSaid("ready: ");
        });
        executors.removeIf(each -> !each.alive());
        executors.addAll(stage.startExecutors(threads, names(count - executors.size())));
    }

    private String[] names(int count) {
        return Stream.generate(() -> "executor-" + ++started).limit(count).toArray(String[]::new);
    }

    /** Has jobs run that do not end, and nothing to be committed of them any more. */
    private void startHeld(String name, int jobs) throws Exception {
        stage.submit(name, Plan.of(Stage.GROUP, jobs, JobKind.HELD));
        Decisions log = stage.decisions();
        await().atMost(LONG)
                .until(() -> log.count(prefix(name), facts -> !facts.started().isEmpty()) == jobs);
        await().atMost(LONG).until(() -> stage.dispatchOffsets().allCommitted());
    }

    /** Has some jobs run to their ends, so that what comes then meets no part that has never worked. */
    private void warmUp(int jobs) throws InterruptedException {
        stage.submit("before", Plan.of(Stage.GROUP, jobs, JobKind.NOW));
        Decisions log = stage.decisions();
        await().atMost(LONG)
                .pollInterval(LOOK_EVERY)
                .until(() -> log.count(prefix("before"), facts -> facts.ended() > 0) == jobs);
    }

    private Judgement judge() {
        Judgement all = stage.judge(LONG).mustHold();
        Judgement judged = all.since(earlier);
        earlier = all;
        return judged;
    }

    private static String prefix(String submitter) {
        return Stage.GROUP + "/" + submitter;
    }

    private List<Run> runs(JavaProcess executor, String submitter) {
        return stage.runs(executor.name()).stream()
                .filter(run -> run.key().startsWith(prefix(submitter)))
                .toList();
    }

    private JavaProcess busiest(String submitter) {
        return executors.stream()
                .max(Comparator.comparing(each -> runs(each, submitter).size()))
                .orElseThrow();
    }

    /** Of what ran there before it was stopped. */
    private List<Run> leasesLost(JavaProcess frozen) {
        return runs(frozen, "frozen").stream()
                .filter(run -> run.what().equals(Run.LEASE_LOST) && run.attempt() == 1)
                .toList();
    }

    private static Duration latest(Instant since, Stream<Instant> times) {
        return Duration.between(since, times.max(Comparator.naturalOrder()).orElseThrow());
    }

    private static boolean begunWithinASecond(Run run, Instant end) {
        return run.began() && run.at().isAfter(end.minusSeconds(1)) && !run.at().isAfter(end);
    }

    /** From a fault to the first run elsewhere, of the partition that waited longest of those the victim had. */
    private Duration untilPartitionsWentOn(JavaProcess victim, Instant fault) {
        return Reruns.untilPartitionsWentOn(
                stage.decisions().dispatchPartitions(), runs(victim, "short"), others(victim, "short"), fault);
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private Reruns reruns(JavaProcess victim, String submitter, Instant fault) {
        return Reruns.of(runs(victim, submitter), others(victim, submitter), fault);
    }

    private List<Run> others(JavaProcess victim, String submitter) {
        return executors.stream()
                .filter(each -> each != victim)
                .flatMap(each -> runs(each, submitter).stream())
                .toList();
    }
}
