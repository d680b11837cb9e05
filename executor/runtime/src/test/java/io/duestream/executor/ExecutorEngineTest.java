package io.duestream.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.duestream.record.LogLine;
import io.duestream.record.report.Finished;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole executor without brokers. */
@Timeout(60)
class ExecutorEngineTest {
    private final EngineStage stage = new EngineStage();
    private volatile Optional<RuntimeException> clockProblem = Optional.empty();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    @Test
    void closing_lets_a_run_end_and_sends_its_report() {
        ExecutorEngine engine = start(
                context -> {
                    begun.countDown();
                    finish.await();
                    context.log().info("done");
                    return null;
                },
                Duration.ofSeconds(30));
        deliver();
        Thread closing = new Thread(engine::close);
        closing.start();
        await().until(stage.dispatch::closed);
        assertThat(stage.finished()).isEmpty();
        assertThat(engine.busy()).isEqualTo(1);

        finish.countDown();

        await().until(() -> !closing.isAlive());
        assertThat(stage.finished()).hasSize(1);
        assertThat(stage.lines.history()).hasSize(1);
        assertThat(stage.sunk).extracting(LogLine::message).containsExactly("done");
        assertThat(stage.reports.closed()).isTrue();
        assertThat(stage.lastNodeReport().draining()).isTrue();
    }

    @Test
    void a_run_that_does_not_end_in_time_is_interrupted_by_closing() {
        ExecutorEngine engine = start(
                context -> {
                    begun.countDown();
                    finish.await();
                    return null;
                },
                Duration.ofMillis(10));
        deliver();

        engine.close();
        engine.close();

        assertThat(stage.finished())
                .extracting(Finished::message)
                .containsExactly("interrupted by the shutdown of its executor");
        assertThat(engine.busy()).isZero();
    }

    @Test
    void a_runner_that_ignores_its_interruption_does_not_keep_the_executor_from_closing() {
        ExecutorEngine engine = start(
                context -> {
                    begun.countDown();
                    while (finish.getCount() > 0) {
                        try {
                            finish.await();
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                        }
                    }
                    return null;
                },
                Duration.ofMillis(10));
        deliver();

        engine.close();

        assertThat(interrupted.getCount()).isZero();
        assertThat(stage.finished()).isEmpty();
        assertThat(engine.busy()).isEqualTo(1);
        assertThat(stage.reports.closed()).isTrue();
        finish.countDown();
    }

    @Test
    void an_executor_that_cannot_go_on_closes_itself_and_says_why() throws Exception {
        ExecutorEngine engine = start(context -> null, Duration.ofSeconds(1));
        stage.dispatch.schedulePollTask(() -> {
            throw new OutOfMemoryError("Java heap space");
        });

        assertThatThrownBy(engine::awaitClosed)
                .isInstanceOf(ExecutorException.class)
                .hasMessageContaining("Java heap space");
        assertThat(stage.reports.closed()).isTrue();
    }

    @Test
    void an_executor_that_cannot_bring_a_delivery_to_its_end_closes_itself_and_leaves_it_to_the_next_owner() {
        ExecutorEngine engine = start(
                context -> {
                    begun.countDown();
                    finish.await();
                    return null;
                },
                Duration.ofSeconds(1));
        deliver();
        clockProblem = Optional.of(new IllegalStateException("no time"));

        finish.countDown();

        assertThatThrownBy(engine::awaitClosed)
                .isInstanceOf(ExecutorException.class)
                .hasMessageContaining("no time");
        assertThat(stage.finished()).isEmpty();
        assertThat(stage.dispatch.closed()).isTrue();
        assertThat(stage.reports.closed()).isTrue();
    }

    private Instant now() {
        clockProblem.ifPresent(problem -> {
            throw problem;
        });
        return Attempts.NOW;
    }

    private ExecutorEngine start(JobRunner runner, Duration shutdownTimeout) {
        return stage.start(runner, shutdownTimeout, this::now);
    }

    /** Delivers one attempt and returns when it runs. */
    private void deliver() {
        stage.assign();
        stage.deliver("job");
        await().until(() -> begun.getCount() == 0);
    }
}
