package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
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

    private static final int THREADS = 8;

    private final Stages stages = new Stages("rebalance");
    private Stage stage;
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
        begin();
        Deque<JavaProcess> executors = new ArrayDeque<>();
        executors.add(join());
        executors.add(join());
        Flow flow = startFlow();
        Instant begin = Instant.now();
        Instant end = begin.plusSeconds(load(8, 110));
        int left = 0;
        while (Instant.now().isBefore(end) || left < 2) {
            // The new one takes part while the old one goes, in turn in either order.
            if (left % 2 == 0) {
                executors.add(join());
                executors.remove().end();
            } else {
                executors.remove().end();
                executors.add(join());
            }
            left++;
        }
        Duration churned = Duration.between(begin, Instant.now());
        String load = flow.end();

        Judgement judged = stage.judge(LONG).mustHold();
        Reliability.row(
                test,
                "%d executors joined and %d left within %d s".formatted(joined, left, churned.toSeconds()),
                load,
                judged,
                stage.longestWaitForRun());
        assertThat(judged.repeated()).isZero();
        assertThat(judged.again()).isZero();
        executors.forEach(JavaProcess::end);
    }

    @Test
    @Order(2)
    void what_executors_whose_sessions_expire_had_not_committed_is_repeated_under_the_same_tokens(TestInfo test)
            throws Exception {
        begin();
        JavaProcess frozen = join();
        join();
        Flow flow = startFlow();
        int freezes = load(1, 6);
        for (int i = 0; i < freezes; i++) {
            awaitRunOf(frozen, Instant.now());
            frozen.freeze();
            Map<TopicPartition, Long> committed = stage.dispatchOffsets().committed();
            await().atMost(LONG).until(() -> stage.dispatchOffsets().haveMovedOn(committed));
            frozen.thaw();
            awaitRunOf(frozen, Instant.now());
        }
        String load = flow.end();

        Judgement judged = stage.judge(LONG).mustHold();
        System.out.printf(
                Locale.ROOT,
                "%d expired sessions under %s: %d runs repeated under the same token, %d attempts handed out again%n",
                freezes,
                load,
                judged.repeated(),
                judged.again());
        Reliability.row(
                test,
                "%d times the session of one of two executors expired".formatted(freezes),
                load,
                judged,
                stage.longestWaitForRun());
        assertThat(judged.jobs()).isEqualTo(stage.decisions().ended());
        // What was reported as started where the session expired is lost with it; all else keeps its token.
        assertThat(judged.again()).isLessThanOrEqualTo((long) THREADS * freezes);
    }

    private void awaitRunOf(JavaProcess executor, Instant after) {
        await().atMost(LONG)
                .until(() -> stage.runs(executor.name()).stream()
                        .anyMatch(run -> run.began() && run.at().isAfter(after)));
    }

    private void begin() {
        stage = stages.open(each -> each.startTracker("tracker"));
    }

    private JavaProcess join() {
        joined++;
        return stage.startExecutor("executor-" + joined, THREADS);
    }

    private Flow startFlow() {
        flows++;
        return stage.startFlow(
                "flow-" + flows,
                Plan.of(Stage.GROUP, load(100, 300), JobKind.NOW, JobKind.NOW, JobKind.SHARDED)
                        .running(Duration.ofMillis(5)));
    }
}
