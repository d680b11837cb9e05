package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.duestream.codec.RecordCodec;
import io.duestream.executor.Executor;
import io.duestream.executor.RunResult;
import io.duestream.job.Result;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.LogLine;
import io.duestream.record.NodeControl;
import io.duestream.record.NodeReport;
import io.duestream.record.control.InterruptRun;
import io.duestream.record.report.Finished;
import io.duestream.record.report.NotStarted;
import io.duestream.record.report.Started;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an executor reports of its runs and of itself, and when; attempts are handed out by hand. */
@Timeout(120)
class ExecutorReportSpec {
    private final ExecutorStage stage = new ExecutorStage();
    private final ExecutorTopics topics = stage.topics();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void a_short_run_is_reported_when_it_has_finished_and_then_committed() {
        Executor executor = stage.start(stage.executor());
        topics.dispatch(ExecutorStage.job(1, "noop", Map.of()));

        List<JobFeedback> feedback = stage.awaitFeedback(1);
        JobFeedback last = feedback.get(feedback.size() - 1);

        assertThat(last.node()).isEqualTo(executor.node());
        assertThat(last.generation()).isPositive();
        assertThat(last.token()).contains(ExecutorStage.job(1, "noop", Map.of()).token());
        assertThat(((Finished) last.body()).result()).isEqualTo(Result.SUCCESS);
        stage.awaitCommitted(1);
    }

    @Test
    void a_long_run_is_reported_when_it_has_started_and_committed_while_it_runs() {
        CountDownLatch finish = new CountDownLatch(1);
        stage.start(stage.executor().runner("wait", context -> {
            finish.await();
            return RunResult.later("not today");
        }));
        topics.dispatch(ExecutorStage.job(1, "wait", Map.of()));

        stage.awaitCommitted(1);
        assertThat(stage.reports()).singleElement().isInstanceOf(Started.class);
        finish.countDown();

        assertThat(stage.awaitFinished(1)).satisfies(finished -> {
            assertThat(finished.result()).isEqualTo(Result.LATER);
            assertThat(finished.message()).isEqualTo("not today");
        });
    }

    @Test
    void a_job_without_a_runner_ends_with_the_names_of_those_there_are() {
        stage.start(stage.executor());
        topics.dispatch(ExecutorStage.job(1, "fax", Map.of()));

        Finished finished = stage.awaitFinished(1);

        assertThat(finished.result()).isEqualTo(Result.EXCEPTION);
        assertThat(finished.message()).contains("'fax'", "log, noop, sleep");
    }

    @Test
    void an_attempt_that_comes_too_late_is_not_started() {
        stage.start(stage.executor());
        Instant past = Instant.now().minusSeconds(1);
        topics.dispatch(Dispatches.of(ExecutorStage.GROUP, 1, "noop", Map.of(), past, Optional.empty()));

        stage.awaitFeedback(1);

        assertThat(stage.reports()).singleElement().isInstanceOf(NotStarted.class);
        stage.awaitCommitted(1);
    }

    @Test
    void a_run_that_takes_too_long_is_interrupted() {
        stage.start(stage.executor());
        Optional<Duration> limit = Optional.of(Duration.ofMillis(200));
        topics.dispatch(Dispatches.of(
                ExecutorStage.GROUP,
                1,
                "sleep",
                ExecutorStage.LONG,
                Instant.now().plusSeconds(60),
                limit));

        Finished finished = stage.awaitFinished(1);

        assertThat(finished.result()).isEqualTo(Result.EXCEPTION);
        assertThat(finished.message()).isEqualTo("timed out after 200 ms");
    }

    @Test
    void an_operator_can_interrupt_a_run() {
        Executor executor = stage.start(stage.executor());
        JobDispatch job = ExecutorStage.job(1, "sleep", ExecutorStage.LONG);
        topics.dispatch(job);
        stage.awaitFeedback(1);

        InterruptRun order = new InterruptRun(
                ExecutorStage.GROUP, job.taskId(), job.jobId(), job.fire(), job.shard(), job.token(), "cancelled");
        topics.send(
                topics.topics().control(),
                executor.node().getBytes(StandardCharsets.UTF_8),
                RecordCodec.of(NodeControl.class)
                        .encode(new NodeControl(executor.node(), Instant.now(), "operator", order)));

        assertThat(stage.awaitFinished(1).message()).isEqualTo("interrupted: cancelled");
    }

    @Test
    void log_lines_come_in_order_and_below_the_level_they_do_not_come() {
        stage.start(stage.executor().runner("talk", context -> {
            context.log().debug("silent");
            context.log().info("one");
            context.log().warn("two");
            return null;
        }));
        topics.dispatch(ExecutorStage.job(1, "talk", Map.of()));

        await().untilAsserted(() -> assertThat(topics.read(topics.topics().logs(), RecordCodec.of(LogLine.class)))
                .extracting(LogLine::number, LogLine::message)
                .containsExactly(tuple(1L, "one"), tuple(2L, "two")));
    }

    @Test
    void a_node_tells_each_second_how_it_does() {
        Executor executor = stage.start(stage.executor().threads(3));

        await().untilAsserted(() -> assertThat(topics.read(topics.topics().metrics(), RecordCodec.of(NodeReport.class)))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(report -> {
                    assertThat(report.node()).isEqualTo(executor.node());
                    assertThat(report.role()).isEqualTo("executor");
                    assertThat(report.threads()).isEqualTo(3);
                }));
    }

    @Test
    void reports_wait_for_a_broker_that_is_away() {
        CountDownLatch finish = new CountDownLatch(1);
        stage.start(stage.executor().runner("wait", context -> {
            finish.await();
            return RunResult.success();
        }));
        topics.dispatch(ExecutorStage.job(1, "wait", Map.of()));
        stage.awaitCommitted(1);

        stage.brokers().stopBroker();
        finish.countDown();
        stage.brokers().startBroker();

        assertThat(stage.awaitFinished(1).result()).isEqualTo(Result.SUCCESS);
    }
}
