package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Executors join and leave all the time while there is work; the partitions go from hand to hand. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RebalanceSpec {
    private static final Duration LONG = Duration.ofSeconds(120);

    /** Of joining and leaving, at least; in seconds. */
    private static final int CHURN = load(5, 130);

    private static final int THREADS = 8;

    private final Stages stages = new Stages("rebalance");
    private final Deque<JavaProcess> executors = new ArrayDeque<>();
    private Stage stage;
    private Judgement earlier = Judgement.NOTHING;
    private int joined;
    private int flows;

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
    void executors_that_join_and_leave_in_good_order_repeat_nothing(TestInfo test) throws Exception {
        beginWithTwo();
        List<JavaProcess> all = new ArrayList<>(executors);
        Flow flow = startFlow(Duration.ofMillis(5));
        Instant begin = Instant.now();
        Instant end = begin.plusSeconds(CHURN);
        int left = 0;
        while (Instant.now().isBefore(end) || left < 2) {
            // The new one takes part while the old one goes, in turn in either order.
            if (left % 2 == 0) {
                all.add(join());
                executors.remove().end();
            } else {
                executors.remove().end();
                all.add(join());
            }
            left++;
        }
        Duration churned = Duration.between(begin, Instant.now());
        String load = flow.end();

        Judgement judged = judge();
        List<Assignment> assignments =
                all.stream().flatMap(each -> Assignment.of(each).stream()).toList();
        int inGoodOrder =
                assignments.stream().mapToInt(each -> each.inGoodOrder().size()).sum();
        System.out.printf(
                Locale.ROOT,
                "%d executors were given partitions %d times; %d partitions came in good order, %d with care%n",
                all.size(),
                assignments.size(),
                inGoodOrder,
                assignments.stream().mapToInt(each -> each.withCare().size()).sum());
        Reliability.row(
                test,
                "%d executors joined and %d left within %d s".formatted(all.size(), left, churned.toSeconds()),
                load,
                judged,
                stage.longestWaitForRun());
        assertThat(judged.repeated()).isZero();
        assertThat(judged.again()).isZero();
        assertThat(assignments.stream()
                        .mapToInt(each -> each.inGoodOrder().size())
                        .sum())
                .isGreaterThanOrEqualTo(Stage.PARTITIONS);
        assertThat(assignments).allSatisfy(each -> assertThat(each.withCare()).isEmpty());
    }

    @Test
    @Order(2)
    void what_executors_whose_sessions_expire_had_not_committed_is_repeated_under_the_same_tokens(TestInfo test)
            throws Exception {
        beginWithTwo();
        JavaProcess frozen = executors.getFirst();
        Flow flow = startFlow(Duration.ofMillis(load(40, 5)));
        String thisFlow = Stage.GROUP + "/flow-" + flows;
        int freezes = load(1, 6);
        Map<Instant, Map<TopicPartition, Long>> committedAt = new HashMap<>();
        for (int i = 0; i < freezes; i++) {
            AtWork.freeze(stage, frozen, 2);
            Instant stopped = Instant.now();
            Map<TopicPartition, Long> committed = stage.dispatchOffsets().committed();
            committedAt.put(stopped, committed);
            await().atMost(LONG).until(() -> stage.dispatchOffsets().haveMovedOn(committed));
            frozen.thaw();
            awaitRunOf(frozen, Instant.now());
        }
        String load = flow.end();

        Judgement judged = judge();
        Set<String> inFlight = inFlight(frozen, committedAt);
        Set<String> repeated = repeated();
        long late = repeated.stream().filter(each -> !inFlight.contains(each)).count();
        System.out.printf(
                Locale.ROOT,
                "%d expired sessions under %s: %d attempts had begun there and were not committed; %d runs repeated under the "
                        + "same token, %d of them begun after the session, %d attempts handed out again%n",
                freezes,
                load,
                inFlight.size(),
                judged.repeated(),
                late,
                judged.again());
        Reliability.row(
                test,
                "%d times the session of one of two executors expired".formatted(freezes),
                load + ", %d attempts in flight".formatted(inFlight.size()),
                judged,
                stage.longestWaitForRun());
        assertThat(stage.decisions().count(thisFlow, facts -> facts.ended() == 1))
                .isEqualTo(judged.jobs());
        // A thread may have stood still with an attempt in hand, not begun.
        assertThat(late).isLessThanOrEqualTo((long) THREADS * freezes);
        assertThat(judged.repeated()).isLessThanOrEqualTo(inFlight.size() + late);
        // What was reported as started where the session expired is lost with it; all else keeps its token.
        assertThat(judged.again()).isLessThanOrEqualTo((long) THREADS * freezes);
    }

    /** Leases of what had begun on an executor when it was stopped, and was beyond what was committed then. */
    private Set<String> inFlight(JavaProcess frozen, Map<Instant, Map<TopicPartition, Long>> committedAt) {
        HandedOut handedOut = HandedOut.of(stage);
        List<Run> begun = stage.runs(frozen.name()).stream().filter(Run::began).toList();
        Set<String> inFlight = new HashSet<>();
        committedAt.forEach((stopped, committed) -> begun.stream()
                .filter(run -> !run.at().isAfter(stopped) && handedOut.uncommitted(run, committed))
                .forEach(run -> inFlight.add(run.lease())));
        return inFlight;
    }

    /** Leases of what ran more than once; the row before has repeated nothing. */
    private Set<String> repeated() {
        Set<String> seen = new HashSet<>();
        Set<String> repeated = new HashSet<>();
        for (Run run : stage.runs()) {
            String lease = run.shard() + " " + run.token();
            if (run.began() && !seen.add(lease)) {
                repeated.add(run.lease());
            }
        }
        return repeated;
    }

    private void awaitRunOf(JavaProcess executor, Instant after) {
        await().atMost(LONG)
                .until(() -> stage.runs(executor.name()).stream()
                        .anyMatch(run -> run.began() && run.at().isAfter(after)));
    }

    /** On a stage with two executors, what is there of them included. */
    private void beginWithTwo() {
        stage = stages.open(each -> {
            earlier = Judgement.NOTHING;
            executors.clear();
            JavaProcess tracker = each.beginTracker("tracker");
            executors.addAll(each.startExecutors(THREADS, name(), name()));
            tracker.awaitSaid("ready: ");
        });
        // Before there is work: a partition that was never worked on carries no word when it changes hands.
        executors.forEach(
                each -> await().atMost(LONG).until(() -> !Assignment.of(each).isEmpty()));
    }

    private Judgement judge() {
        Judgement all = stage.judge(LONG).mustHold();
        Judgement judged = all.since(earlier);
        earlier = all;
        return judged;
    }

    private JavaProcess join() {
        JavaProcess executor = stage.startExecutor(name(), THREADS);
        executors.add(executor);
        return executor;
    }

    private String name() {
        return "executor-" + ++joined;
    }

    private Flow startFlow(Duration run) {
        flows++;
        return stage.startFlow(
                "flow-" + flows,
                Plan.of(Stage.GROUP, load(100, 300), JobKind.NOW, JobKind.NOW, JobKind.SHARDED)
                        .running(run));
    }
}
