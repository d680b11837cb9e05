package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.executor.Executor;
import io.duestream.executor.runners.BuiltInRunners;
import io.duestream.job.Result;
import io.duestream.record.report.Started;
import io.duestream.topic.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is run, and how often, while executors come, go and die; attempts are handed out by hand. */
@Timeout(120)
class ExecutorDeliverySpec {
    private final ExecutorStage stage = new ExecutorStage();
    private final ExecutorTopics topics = stage.topics();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void garbage_goes_to_the_dead_letters_and_holds_up_nothing() {
        stage.start(stage.executor());
        byte[] key = "mail/job-1".getBytes(StandardCharsets.UTF_8);
        topics.send(topics.topics().dispatch(ExecutorStage.GROUP), key, "garbage".getBytes(StandardCharsets.UTF_8));
        topics.dispatch(ExecutorStage.job(1, "noop", Map.of()));

        assertThat(stage.awaitFinished(1).result()).isEqualTo(Result.SUCCESS);
        stage.awaitCommitted(2);
        assertThat(topics.records(topics.topics().deadLetters()))
                .singleElement()
                .satisfies(letter -> assertThat(letter.headers().lastHeader(DeadLetters.REASON))
                        .isNotNull());
    }

    @Test
    void nothing_is_run_twice_while_executors_come_and_go() {
        RunCounts counts = new RunCounts(BuiltInRunners.byName().get("sleep"));
        int jobs = 3_000;
        stage.start(stage.executor().runner("sleep", counts).threads(4));
        for (int i = 0; i < jobs; i++) {
            topics.dispatch(ExecutorStage.job(i, "sleep", Map.of("millis", Integer.toString(i % 7 == 0 ? 70 : 3))));
        }
        topics.flush();

        await().until(() -> counts.attempts() > jobs / 10);
        Executor second = stage.start(stage.executor().runner("sleep", counts).threads(4));
        await().until(() -> counts.attempts() > jobs / 3);
        stage.start(stage.executor().runner("sleep", counts).threads(4));
        await().until(() -> counts.attempts() > jobs / 2);
        second.close();

        await().atMost(60, TimeUnit.SECONDS).until(() -> stage.finished() == jobs);
        assertThat(counts.byToken()).hasSize(jobs);
        assertThat(counts.byToken().values()).containsOnly(1);
        stage.awaitCommitted(jobs);
    }

    @Test
    void what_an_executor_gave_away_in_good_order_begins_as_if_nobody_had_had_it() {
        int jobs = 200;
        Executor first = stage.start(stage.executor().threads(1).shutdownTimeout(Duration.ofSeconds(1)));
        topics.dispatch(ExecutorStage.job(jobs + 1, "noop", Map.of()));
        // What is there when the first one joins might have been begun by another before it.
        stage.awaitFinished(1);
        long startedBefore = started();
        topics.dispatch(ExecutorStage.job(0, "sleep", ExecutorStage.LONG));
        for (int i = 1; i <= jobs; i++) {
            topics.dispatch(ExecutorStage.job(i, "noop", Map.of()));
        }
        topics.flush();
        await().until(() -> started() == startedBefore + 1);
        first.close();
        long startedByFirst = started();

        stage.start(stage.executor().threads(1));
        await().atMost(60, TimeUnit.SECONDS).until(() -> stage.finished() == jobs + 2);
        long confirmed = started() - startedByFirst;
        System.out.printf(
                "%d of %d starts were reported after a partition was given away in good order%n", confirmed, jobs);
        // What an owner may have begun that vanished is reported one by one, each of them.
        assertThat(confirmed).isLessThan(jobs);
    }

    private long started() {
        return stage.reports().stream().filter(Started.class::isInstance).count();
    }

    @Test
    void a_killed_executor_takes_only_what_it_had_started_with_it() throws Exception {
        RunCounts counts = new RunCounts(context -> null);
        try (ExecutorProcess process = ExecutorProcess.start(
                stage.brokers().bootstrapServers(), topics.topics().cluster(), ExecutorStage.GROUP, 5)) {
            for (int i = 0; i < 25; i++) {
                topics.dispatch(ExecutorStage.job(i, "sleep", ExecutorStage.LONG));
            }
            stage.awaitCommitted(5);
            process.kill();
        }

        stage.start(stage.executor().runner("sleep", counts));

        await().atMost(30, TimeUnit.SECONDS).until(() -> stage.finished() == 20);
        stage.awaitCommitted(25);
        assertThat(counts.attempts()).isEqualTo(20);
        assertThat(counts.byToken().values()).containsOnly(1);
    }

    @Test
    void a_job_that_kills_its_process_at_once_is_counted_all_the_same() throws Exception {
        topics.dispatch(ExecutorStage.job(1, "halt", Map.of()));
        topics.flush();

        try (ExecutorProcess process = ExecutorProcess.start(
                stage.brokers().bootstrapServers(), topics.topics().cluster(), ExecutorStage.GROUP, 1)) {
            process.awaitEnd();
        }

        assertThat(stage.reports()).singleElement().isInstanceOf(Started.class);
    }

    @Test
    void closing_hands_over_what_waits_and_lets_runs_end() {
        CountDownLatch finish = new CountDownLatch(1);
        RunCounts counts = new RunCounts(context -> {
            finish.await();
            return null;
        });
        Executor first = stage.start(stage.executor().runner("wait", counts).threads(2));
        for (int i = 0; i < 6; i++) {
            topics.dispatch(ExecutorStage.job(i, "wait", Map.of()));
        }
        await().until(() -> counts.attempts() == 2);
        Thread closing = new Thread(first::close);
        closing.start();

        stage.start(stage.executor().runner("wait", counts).threads(4));

        await().atMost(30, TimeUnit.SECONDS).until(() -> counts.attempts() == 6);
        finish.countDown();
        await().until(() -> stage.finished() == 6 && !closing.isAlive());
        assertThat(counts.byToken().values()).containsOnly(1);
        stage.awaitCommitted(6);
    }
}
