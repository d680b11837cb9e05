package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
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

/** A group cannot be dispatched to; nobody else notices, and no decision is torn. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TopicDeletedSpec {
    private static final Duration LONG = Duration.ofSeconds(90);
    /** With which a row is over before its time is, whatever happens. */
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

    /** A second until the topic is seen to be gone; then the stream thread rejoins and opens its stores anew. */
    private static final Duration OTHERS_WAIT_AT_MOST = Duration.ofSeconds(5);

    /** A session of six seconds, as the tracker could not leave its group; then as above. */
    private static final Duration OTHERS_WAIT_FOR_THE_BROKER = Duration.ofSeconds(10);

    private static final String ILL = "ill";

    private final Stages stages = new Stages("topic-deleted");
    private Stage stage;
    private JavaProcess tracker;

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
    void only_the_group_waits_whose_dispatch_topic_is_deleted_under_load(TestInfo test) throws Exception {
        begin();
        stage.startExecutor("well", 4);
        // So much room that it is handed to until its topic is seen to be gone, also when nobody takes it any more.
        JavaProcess ill = stage.startExecutor("ill", ILL, load(100, 1_000));
        long before = stage.decisions().ended();
        int jobs = load(400, 6_000);
        Duration span = Duration.ofSeconds(load(14, 25));
        Instant begin = Instant.now().plusSeconds(2);
        stage.submit("well", Plan.of(Stage.GROUP, jobs, JobKind.TIMED).due(begin, span));
        stage.submit("ill", Plan.of(ILL, jobs, JobKind.TIMED).due(begin, span));
        stage.awaitEnded(before + jobs / 2);

        Instant deleted;
        try (Admin admin = stage.admin()) {
            admin.describeCluster().nodes().get(20, TimeUnit.SECONDS);
            ill.kill();
            deleted = Instant.now();
            admin.deleteTopics(List.of(stage.topics().dispatch(ILL).name()))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
        await().atMost(LONG).until(() -> ended("well") == jobs);
        Instant served = Instant.now();
        assertThat(ended("ill")).isLessThan(jobs);
        stage.startExecutor("ill-again", ILL, 4);

        Judgement judged = stage.judge(LONG).mustHold();
        Duration gap = stage.decisions().longestGap(Stage.GROUP, deleted, served);
        Reliability.row(
                test,
                "dispatch topic of a group deleted under load; gap of the other group",
                "%,d jobs".formatted(judged.jobs()),
                judged,
                gap);
        assertThat(gap).as("gap of the other group").isLessThan(stage.unhurried(OTHERS_WAIT_AT_MOST));
    }

    @Test
    @Tag("full-form")
    @Order(2)
    void a_group_comes_due_while_the_broker_is_away_that_was_idle_for_longer_than_the_producer_remembers_its_topic(
            TestInfo test) throws Exception {
        begin();
        tracker.end();
        tracker = stage.startForgetfulTracker("tracker");
        JavaProcess well = stage.startExecutor("well", 4);
        JavaProcess idle = stage.startExecutor("idle", ILL, 4);
        stage.submit("before", Plan.of(ILL, 20, JobKind.NOW));
        await().atMost(LONG)
                .until(() -> tracker.said()
                        .contains(
                                Starts.FORGOTTEN + stage.topics().dispatch(ILL).name()));
        long before = stage.decisions().accepted();
        int jobs = load(200, 2_000);
        Instant begin = Instant.now().plus(stage.unhurried(Duration.ofSeconds(load(5, 10))));
        Duration span = Duration.between(Instant.now(), begin).plusSeconds(load(12, 40));
        stage.submit("busy", Plan.of(Stage.GROUP, jobs, JobKind.TIMED).due(Instant.now(), span));
        stage.submit("idle", Plan.of(ILL, jobs, JobKind.TIMED).due(begin, Duration.ofSeconds(load(4, 10))));
        stage.awaitAccepted(before + 2L * jobs);
        assertThat(Instant.now())
                .as("all is accepted before the idle group comes due")
                .isBefore(begin);

        stage.broker().kill();
        await().atMost(LONG).until(() -> Instant.now().isAfter(begin.plusSeconds(load(6, 30))));
        stage.startBroker();
        Instant back = Instant.now();

        Judgement judged = stage.judge(SETTLED_WITHIN).mustHold();
        Duration gap = stage.decisions().longestGap(Stage.GROUP, back, Instant.now());
        System.out.println("after the broker's return partitions of decisions went on after "
                + stage.decisions().resumedAfter(back));
        Reliability.row(
                test,
                "group idle for longer than the producer's metadata comes due while the broker is away;"
                        + " gap of the other group since it is back",
                "%,d jobs".formatted(judged.jobs()),
                judged,
                gap);
        assertThat(gap).as("gap of the other group").isLessThan(stage.unhurried(OTHERS_WAIT_FOR_THE_BROKER));
        well.end();
        idle.end();
    }

    private void begin() {
        stage = stages.open(each -> tracker = each.startTracker("tracker"));
    }

    private long ended(String submitter) {
        return stage.submissions().stream()
                .map(Submission::key)
                .filter(key -> key.contains("/" + submitter + ":"))
                .filter(key -> stage.decisions().of(key).ended() > 0)
                .count();
    }
}
