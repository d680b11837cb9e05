package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.duestream.cluster.ClusterConnection;
import io.duestream.cluster.ClusterView;
import io.duestream.cluster.GroupRegistry;
import io.duestream.cluster.Role;
import io.duestream.codec.RecordCodec;
import io.duestream.embedded.EmbeddedCluster;
import io.duestream.executor.Executor;
import io.duestream.executor.ExecutorBuilder;
import io.duestream.executor.ExecutorException;
import io.duestream.executor.RunResult;
import io.duestream.executor.runners.BuiltInRunners;
import io.duestream.job.Result;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.LogLine;
import io.duestream.record.NodeControl;
import io.duestream.record.NodeReport;
import io.duestream.record.control.InterruptRun;
import io.duestream.record.report.Finished;
import io.duestream.record.report.NotStarted;
import io.duestream.record.report.Report;
import io.duestream.record.report.Started;
import io.duestream.topic.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an executor does on a real broker; attempts are handed out by hand. Each test has a cluster name of its own. */
@Timeout(120)
class ExecutorSpec {
    private static final String GROUP = "mail";
    private static final Map<String, String> LONG = Map.of("millis", "600000");

    @TempDir
    private static Path data;

    private static EmbeddedCluster cluster;

    private final List<Executor> executors = new ArrayList<>();
    private ExecutorTopics topics;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.start(new EmbeddedCluster.Settings(data));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) {
        String name = Integer.toHexString(test.getDisplayName().hashCode());
        topics = new ExecutorTopics(cluster.bootstrapServers(), name, GROUP);
    }

    @AfterEach
    void closeAll() {
        executors.forEach(Executor::close);
        topics.close();
    }

    @Test
    void a_short_run_is_reported_when_it_has_finished_and_then_committed() {
        Executor executor = start(executor());
        topics.dispatch(job(1, "noop", Map.of()));

        List<JobFeedback> feedback = awaitFeedback(1);
        JobFeedback last = feedback.get(feedback.size() - 1);

        assertThat(last.node()).isEqualTo(executor.node());
        assertThat(last.generation()).isPositive();
        assertThat(last.token()).contains(job(1, "noop", Map.of()).token());
        assertThat(((Finished) last.body()).result()).isEqualTo(Result.SUCCESS);
        awaitCommitted(1);
    }

    @Test
    void a_long_run_is_reported_when_it_has_started_and_committed_while_it_runs() {
        CountDownLatch finish = new CountDownLatch(1);
        start(executor().runner("wait", context -> {
            finish.await();
            return RunResult.later("not today");
        }));
        topics.dispatch(job(1, "wait", Map.of()));

        awaitCommitted(1);
        assertThat(reports()).singleElement().isInstanceOf(Started.class);
        finish.countDown();

        assertThat(awaitFinished(1)).satisfies(finished -> {
            assertThat(finished.result()).isEqualTo(Result.LATER);
            assertThat(finished.message()).isEqualTo("not today");
        });
    }

    @Test
    void a_job_without_a_runner_ends_with_the_names_of_those_there_are() {
        start(executor());
        topics.dispatch(job(1, "fax", Map.of()));

        Finished finished = awaitFinished(1);

        assertThat(finished.result()).isEqualTo(Result.EXCEPTION);
        assertThat(finished.message()).contains("'fax'", "log, noop, sleep");
    }

    @Test
    void an_attempt_that_comes_too_late_is_not_started() {
        start(executor());
        Instant past = Instant.now().minusSeconds(1);
        topics.dispatch(Dispatches.of(GROUP, 1, "noop", Map.of(), past, Optional.empty()));

        awaitFeedback(1);

        assertThat(reports()).singleElement().isInstanceOf(NotStarted.class);
        awaitCommitted(1);
    }

    @Test
    void a_run_that_takes_too_long_is_interrupted() {
        start(executor());
        Optional<Duration> limit = Optional.of(Duration.ofMillis(200));
        topics.dispatch(Dispatches.of(GROUP, 1, "sleep", LONG, Instant.now().plusSeconds(60), limit));

        Finished finished = awaitFinished(1);

        assertThat(finished.result()).isEqualTo(Result.EXCEPTION);
        assertThat(finished.message()).isEqualTo("timed out after 200 ms");
    }

    @Test
    void an_operator_can_interrupt_a_run() {
        Executor executor = start(executor());
        JobDispatch job = job(1, "sleep", LONG);
        topics.dispatch(job);
        awaitFeedback(1);

        InterruptRun order =
                new InterruptRun(GROUP, job.taskId(), job.jobId(), job.fire(), job.shard(), job.token(), "cancelled");
        topics.send(
                topics.topics().control(),
                executor.node().getBytes(StandardCharsets.UTF_8),
                RecordCodec.of(NodeControl.class)
                        .encode(new NodeControl(executor.node(), Instant.now(), "operator", order)));

        assertThat(awaitFinished(1).message()).isEqualTo("interrupted: cancelled");
    }

    @Test
    void log_lines_come_in_order_and_below_the_level_they_do_not_come() {
        start(executor().runner("talk", context -> {
            context.log().debug("silent");
            context.log().info("one");
            context.log().warn("two");
            return null;
        }));
        topics.dispatch(job(1, "talk", Map.of()));

        await().untilAsserted(() -> assertThat(topics.read(topics.topics().logs(), RecordCodec.of(LogLine.class)))
                .extracting(LogLine::number, LogLine::message)
                .containsExactly(tuple(1L, "one"), tuple(2L, "two")));
    }

    @Test
    void garbage_goes_to_the_dead_letters_and_holds_up_nothing() {
        start(executor());
        byte[] key = "mail/job-1".getBytes(StandardCharsets.UTF_8);
        topics.send(topics.topics().dispatch(GROUP), key, "garbage".getBytes(StandardCharsets.UTF_8));
        topics.dispatch(job(1, "noop", Map.of()));

        assertThat(awaitFinished(1).result()).isEqualTo(Result.SUCCESS);
        awaitCommitted(2);
        assertThat(topics.records(topics.topics().deadLetters()))
                .singleElement()
                .satisfies(letter -> assertThat(letter.headers().lastHeader(DeadLetters.REASON))
                        .isNotNull());
    }

    @Test
    void a_node_tells_each_second_how_it_does() {
        Executor executor = start(executor().threads(3));

        await().untilAsserted(() -> assertThat(topics.read(topics.topics().metrics(), RecordCodec.of(NodeReport.class)))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(report -> {
                    assertThat(report.node()).isEqualTo(executor.node());
                    assertThat(report.role()).isEqualTo("executor");
                    assertThat(report.threads()).isEqualTo(3);
                }));
    }

    @Test
    void nothing_is_run_twice_while_executors_come_and_go() {
        RunCounts counts = new RunCounts(BuiltInRunners.byName().get("sleep"));
        int jobs = 3_000;
        start(executor().runner("sleep", counts).threads(4));
        for (int i = 0; i < jobs; i++) {
            topics.dispatch(job(i, "sleep", Map.of("millis", Integer.toString(i % 7 == 0 ? 70 : 3))));
        }
        topics.flush();

        await().until(() -> counts.attempts() > jobs / 10);
        Executor second = start(executor().runner("sleep", counts).threads(4));
        await().until(() -> counts.attempts() > jobs / 3);
        start(executor().runner("sleep", counts).threads(4));
        await().until(() -> counts.attempts() > jobs / 2);
        second.close();

        await().atMost(60, TimeUnit.SECONDS).until(() -> finished() == jobs);
        assertThat(counts.byToken()).hasSize(jobs);
        assertThat(counts.byToken().values()).containsOnly(1);
        awaitCommitted(jobs);
    }

    @Test
    void a_killed_executor_takes_only_what_it_had_started_with_it() throws Exception {
        RunCounts counts = new RunCounts(context -> null);
        try (ExecutorProcess process = ExecutorProcess.start(
                cluster.bootstrapServers(), topics.topics().cluster(), GROUP, 5)) {
            for (int i = 0; i < 25; i++) {
                topics.dispatch(job(i, "sleep", LONG));
            }
            awaitCommitted(5);
            process.kill();
        }

        start(executor().runner("sleep", counts));

        await().atMost(30, TimeUnit.SECONDS).until(() -> finished() == 20);
        awaitCommitted(25);
        assertThat(counts.attempts()).isEqualTo(20);
        assertThat(counts.byToken().values()).containsOnly(1);
    }

    @Test
    void a_job_that_kills_its_process_at_once_is_counted_all_the_same() throws Exception {
        topics.dispatch(job(1, "halt", Map.of()));
        topics.flush();

        try (ExecutorProcess process = ExecutorProcess.start(
                cluster.bootstrapServers(), topics.topics().cluster(), GROUP, 1)) {
            process.awaitEnd();
        }

        assertThat(reports()).singleElement().isInstanceOf(Started.class);
    }

    @Test
    void reports_wait_for_a_broker_that_is_away() {
        CountDownLatch finish = new CountDownLatch(1);
        start(executor().runner("wait", context -> {
            finish.await();
            return RunResult.success();
        }));
        topics.dispatch(job(1, "wait", Map.of()));
        awaitCommitted(1);

        cluster.stopBroker();
        finish.countDown();
        cluster.startBroker();

        assertThat(awaitFinished(1).result()).isEqualTo(Result.SUCCESS);
    }

    @Test
    void closing_hands_over_what_waits_and_lets_runs_end() {
        CountDownLatch finish = new CountDownLatch(1);
        RunCounts counts = new RunCounts(context -> {
            finish.await();
            return null;
        });
        Executor first = start(executor().runner("wait", counts).threads(2));
        for (int i = 0; i < 6; i++) {
            topics.dispatch(job(i, "wait", Map.of()));
        }
        await().until(() -> counts.attempts() == 2);
        Thread closing = new Thread(first::close);
        closing.start();

        start(executor().runner("wait", counts).threads(4));

        await().atMost(30, TimeUnit.SECONDS).until(() -> counts.attempts() == 6);
        finish.countDown();
        await().until(() -> finished() == 6 && !closing.isAlive());
        assertThat(counts.byToken().values()).containsOnly(1);
        awaitCommitted(6);
    }

    @Test
    void starting_makes_the_topic_of_the_group_and_shows_node_and_group_in_zookeeper() {
        Executor executor = start(executor().group("fax").threads(3).zooKeeper(cluster.zooKeeper()));

        assertThat(topics.partitions(topics.topics().dispatch("fax"))).isEqualTo(4);
        try (ClusterConnection zooKeeper = ClusterConnection.open(
                cluster.zooKeeper(), ClusterConnection.DEFAULT_SESSION_TIMEOUT, topics.topics())) {
            GroupRegistry groups = zooKeeper.groups();
            ClusterView view = zooKeeper.view();
            await().until(() -> groups.get("fax").isPresent() && view.nodes().isPresent());
            await().untilAsserted(() -> assertThat(view.nodes().orElseThrow().of(Role.EXECUTOR, "fax"))
                    .singleElement()
                    .satisfies(node -> {
                        assertThat(node.id()).isEqualTo(executor.node());
                        assertThat(node.threads()).isEqualTo(3);
                    }));
        }
    }

    @Test
    void an_executor_without_its_clusters_topics_says_what_to_do() {
        ExecutorBuilder lost = executor().cluster("nowhere").startTimeout(Duration.ofMillis(100));

        assertThatThrownBy(lost::start)
                .isInstanceOf(ExecutorException.class)
                .hasMessageContainingAll("nowhere.feedback", "duestream topic create", "correct the cluster's name");
    }

    private ExecutorBuilder executor() {
        ExecutorBuilder builder = Executor.builder()
                .bootstrapServers(cluster.bootstrapServers())
                .cluster(topics.topics().cluster())
                .group(GROUP)
                .shutdownTimeout(Duration.ofSeconds(5));
        BuiltInRunners.byName().forEach(builder::runner);
        return builder;
    }

    private Executor start(ExecutorBuilder builder) {
        Executor executor = builder.start();
        executors.add(executor);
        return executor;
    }

    private static JobDispatch job(long number, String type, Map<String, String> parameters) {
        return Dispatches.of(GROUP, number, type, parameters);
    }

    private List<Report> reports() {
        return topics.feedback().stream().map(JobFeedback::body).toList();
    }

    private long finished() {
        return reports().stream().filter(Finished.class::isInstance).count();
    }

    private List<JobFeedback> awaitFeedback(int atLeast) {
        return await().atMost(30, TimeUnit.SECONDS)
                .until(() -> topics.feedback(), feedback -> feedback.size() >= atLeast);
    }

    private Finished awaitFinished(int count) {
        await().atMost(30, TimeUnit.SECONDS).until(() -> finished() >= count);
        return reports().stream()
                .filter(Finished.class::isInstance)
                .map(Finished.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private void awaitCommitted(long records) {
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(topics.committed(GROUP)).isEqualTo(records));
    }
}
