package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** One of three executors is killed at work; what it had begun runs elsewhere, and next to nothing else again. */
@Timeout(180)
class ExecutorKillSpec {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration RUNS_AGAIN_WITHIN = Duration.ofSeconds(12);

    /** A flush comes each 50 ms and the commit after it; the rest is for a machine that is busy with other things. */
    private static final Duration LAST_FLUSH = Duration.ofSeconds(1);

    /** Of a short job; long enough that some are under way at any time. */
    private static final Duration BRIEFLY = Duration.ofMillis(load(60, 10));

    /** Of the rate that the row names; the last tick may be under way. */
    private static final double GIVEN = 0.9;

    private static final String[] NAMES = {"one", "two", "three"};

    private final Stage stage = new Stage("executor-kill");

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void what_ran_long_on_a_killed_executor_runs_again_elsewhere_under_a_higher_token(TestInfo test) throws Exception {
        stage.startTracker("tracker");
        List<JavaProcess> executors = stage.startExecutors(100, NAMES);
        int jobs = 100;
        stage.submit("long", Plan.of(Stage.GROUP, jobs, JobKind.HELD));
        Decisions log = stage.decisions();
        await().atMost(LONG).until(() -> log.count(facts -> !facts.started().isEmpty()) == jobs);
        await().atMost(LONG).until(() -> stage.dispatchOffsets().allCommitted());

        JavaProcess victim = busiest(executors);
        victim.kill();
        Instant killed = Instant.now();
        List<Run> begun = stage.runs(victim.name());
        await().atMost(LONG).until(() -> log.startedAfter(killed).size() == begun.size());
        stage.letGo();

        Judgement judged = stage.judge(LONG).mustHold();
        Reruns reruns = reruns(victim, killed);
        Duration again = reruns.longestUntilRerun(killed);
        Reliability.row(
                test,
                "`kill -9` of one of three executors",
                "%d long jobs, %d of them there".formatted(jobs, begun.size()),
                judged,
                again);
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
    void only_what_was_unfinished_or_just_reported_runs_again_when_an_executor_is_killed_in_a_stream_of_short_jobs(
            TestInfo test) throws Exception {
        stage.startTracker("tracker");
        List<JavaProcess> executors = stage.startExecutors(20, NAMES);
        Flow flow = stage.startFlow(
                "short", Plan.of(Stage.GROUP, load(300, 5_000), JobKind.NOW).running(BRIEFLY));
        await().atMost(LONG)
                .until(() -> Stream.of(NAMES).allMatch(name -> stage.runs(name).size() > load(300, 3_000)));

        JavaProcess victim = busiest(executors);
        victim.kill();
        Instant killed = Instant.now();
        Map<TopicPartition, Long> committed = stage.dispatchOffsets().committed();
        await().atMost(LONG).until(() -> stage.dispatchOffsets().haveMovedOn(committed));
        String load = flow.end();

        Judgement judged = stage.judge(LONG).mustHold();
        Reruns reruns = reruns(victim, killed);
        Duration again = longest(untilPartitionsWentOn(victim, killed), reruns.longestUntilRerun(killed));
        System.out.printf(
                Locale.ROOT,
                "kill -9 of an executor under %s: %d runs were unfinished there, %d of them ran again under the same token; "
                        + "%d had ended and ran again, the oldest %d ms before%n",
                load,
                reruns.unfinished().size(),
                reruns.underTheSameToken(),
                reruns.repeated().size(),
                reruns.oldestRepeated().toMillis());
        Reliability.row(test, "`kill -9` of one of three executors", load, judged, again);
        assertThat(flow.share()).as("share of the load that was given").isGreaterThan(GIVEN);
        assertThat(judged.jobs()).isEqualTo(flow.submitted());
        assertThat(reruns.unfinished().values())
                .allSatisfy(run -> assertThat(run).isPresent());
        assertThat(reruns.oldestRepeated()).isLessThan(LAST_FLUSH);
        assertThat(reruns.elsewhere()).isEmpty();
        assertThat(again).isLessThan(RUNS_AGAIN_WITHIN);
    }

    private JavaProcess busiest(List<JavaProcess> executors) {
        return executors.stream()
                .max(Comparator.comparing(each -> stage.runs(each.name()).size()))
                .orElseThrow();
    }

    /** From a fault to the first run elsewhere, of the partition that waited longest of those the victim had. */
    private Duration untilPartitionsWentOn(JavaProcess victim, Instant fault) {
        Map<String, Integer> partitions = stage.decisions().dispatchPartitions();
        Set<Integer> had = stage.runs(victim.name()).stream()
                .map(run -> partitions.get(run.lease()))
                .collect(Collectors.toSet());
        Map<Integer, Duration> wentOn = new HashMap<>();
        for (Run run : others(victim)) {
            if (run.began() && run.at().isAfter(fault)) {
                wentOn.merge(
                        partitions.get(run.lease()), Duration.between(fault, run.at()), ExecutorKillSpec::shortest);
            }
        }
        return had.stream().map(wentOn::get).max(Comparator.naturalOrder()).orElseThrow();
    }

    private static Duration shortest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private Reruns reruns(JavaProcess victim, Instant fault) {
        return Reruns.of(stage.runs(victim.name()), others(victim), fault);
    }

    private List<Run> others(JavaProcess victim) {
        return Stream.of(NAMES)
                .filter(name -> !name.equals(victim.name()))
                .flatMap(name -> stage.runs(name).stream())
                .toList();
    }
}
