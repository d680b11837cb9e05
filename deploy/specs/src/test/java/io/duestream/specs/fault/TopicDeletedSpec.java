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
    /** A second until the topic is seen to be gone, then the stream thread rejoins; more on a busy machine. */
    private static final Duration OTHERS_WAIT_AT_MOST = Duration.ofSeconds(5);

    private static final String ILL = "ill";

    private final Stages stages = new Stages("topic-deleted");
    private Stage stage;

    @AfterEach
    void leave() {
        stages.leave();
    }

    @AfterAll
    void stop() {
        stages.close();
    }

    @Test
    @Order(2)
    void only_the_group_waits_whose_dispatch_topic_is_deleted_under_load(TestInfo test) throws Exception {
        begin();
        stage.startExecutor("well", 4);
        JavaProcess ill = stage.startExecutor("ill", ILL, 4);
        long before = stage.decisions().ended();
        int jobs = load(400, 6_000);
        Duration span = Duration.ofSeconds(load(14, 25));
        Instant begin = Instant.now().plusSeconds(2);
        stage.submit("well", Plan.of(Stage.GROUP, jobs, JobKind.TIMED).due(begin, span));
        stage.submit("ill", Plan.of(ILL, jobs, JobKind.TIMED).due(begin, span));
        stage.awaitEnded(before + jobs / 2);

        ill.kill();
        delete(stage.topics().dispatch(ILL).name());
        Instant deleted = Instant.now();
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
        assertThat(gap).as("gap of the other group").isLessThan(OTHERS_WAIT_AT_MOST);
    }

    @Test
    @Order(1)
    void a_group_that_never_was_dispatched_to_comes_due_while_the_broker_is_away(TestInfo test) throws Exception {
        begin();
        JavaProcess well = stage.startExecutor("well", 4);
        JavaProcess idle = stage.startExecutor("idle", ILL, 4);
        int jobs = load(200, 2_000);
        Instant begin = Instant.now().plus(stage.unhurried(Duration.ofSeconds(load(8, 15))));
        Duration span = Duration.between(Instant.now(), begin).plusSeconds(load(10, 25));
        stage.submit("busy", Plan.of(Stage.GROUP, jobs, JobKind.TIMED).due(Instant.now(), span));
        stage.submit("idle", Plan.of(ILL, jobs, JobKind.TIMED).due(begin, Duration.ofSeconds(load(4, 10))));
        stage.awaitAccepted(2L * jobs);
        assertThat(Instant.now())
                .as("all is accepted before the idle group comes due")
                .isBefore(begin);

        stage.broker().kill();
        await().atMost(LONG).until(() -> Instant.now().isAfter(begin.plusSeconds(load(5, 30))));
        stage.startBroker();
        Instant back = Instant.now();

        Judgement judged = stage.judge(LONG).mustHold();
        Reliability.row(
                test,
                "group that the tracker never dispatched to comes due while the broker is away; gap since it is back",
                "%,d jobs".formatted(judged.jobs()),
                judged,
                stage.decisions().resumedAfter(back).values().stream()
                        .max(Duration::compareTo)
                        .orElseThrow());
        well.end();
        idle.end();
    }

    private void begin() {
        stage = stages.open(each -> each.startTracker("tracker"));
    }

    private long ended(String submitter) {
        return stage.submissions().stream()
                .map(Submission::key)
                .filter(key -> key.contains("/" + submitter + ":"))
                .filter(key -> stage.decisions().of(key).ended() > 0)
                .count();
    }

    private void delete(String topic) throws Exception {
        try (Admin admin = stage.admin()) {
            admin.deleteTopics(List.of(topic)).all().get(20, TimeUnit.SECONDS);
        }
    }
}
