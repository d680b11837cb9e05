package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.executor.Executor;
import io.duestream.executor.ExecutorBuilder;
import io.duestream.executor.runners.BuiltInRunners;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Executors that come and go in good order under load repeat nothing, also when they do so at the same time. */
@Timeout(180)
class RollingRestartSpec {
    private static final int JOBS = 12_000;
    private static final int ROUNDS = 6;

    private final ExecutorStage stage = new ExecutorStage();
    private final RunCounts counts = new RunCounts(BuiltInRunners.byName().get("sleep"));

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void three_executors_are_replaced_twice_over_under_load_and_nothing_is_run_twice() throws Exception {
        Deque<Executor> running = new ArrayDeque<>();
        for (int i = 0; i < 3; i++) {
            running.add(stage.start(executor()));
        }
        for (int i = 0; i < JOBS; i++) {
            stage.topics()
                    .dispatch(ExecutorStage.job(i, "sleep", Map.of("millis", Integer.toString(i % 7 == 0 ? 60 : 2))));
        }
        stage.topics().flush();

        for (int round = 1; round <= ROUNDS; round++) {
            int from = JOBS * round / (ROUNDS + 2);
            await().atMost(60, TimeUnit.SECONDS).until(() -> counts.attempts() > from);
            // Both at once, so that one leaves while the rebalance for the other is under way.
            Thread leaving = new Thread(running.poll()::close);
            leaving.start();
            running.add(stage.start(executor()));
            leaving.join();
        }

        await().atMost(90, TimeUnit.SECONDS).until(() -> stage.finished() >= JOBS);
        stage.awaitCommitted(JOBS);
        long runs = counts.byToken().values().stream().mapToLong(each -> each).sum();
        long repeated = runs - counts.byToken().size();
        System.out.printf(
                "%d executors came and %d went under %d jobs: %d runs repeated%n", 3 + ROUNDS, ROUNDS, JOBS, repeated);
        assertThat(counts.byToken()).hasSize(JOBS);
        assertThat(repeated).isZero();
    }

    private ExecutorBuilder executor() {
        return stage.executor().runner("sleep", counts).threads(8);
    }
}
