package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.cluster.ClusterConnection;
import io.duestream.cluster.ClusterView;
import io.duestream.cluster.NodeInfo;
import io.duestream.cluster.Role;
import io.duestream.record.command.NoticeKind;
import io.duestream.record.event.NoticeSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** ZooKeeper goes, for one or for all: jobs run on as if nothing were, and who is there shows itself again. */
@Timeout(180)
class ZooKeeperSpec {
    private static final Duration LONG = Duration.ofSeconds(90);

    /** As many as threads: some are on each executor. */
    private static final int LONG_JOBS = 24;

    /** Which the row waits for twice, as long as it takes to expire. */
    private static final Duration SESSION = Duration.ofSeconds(load(4, 10));

    private static final Duration FOUND_WITHIN = Duration.ofSeconds(12);

    /** Beside what everybody waits for on a busy machine. */
    private static final Duration STANDS_STILL_AT_MOST = Duration.ofSeconds(3);

    private final Stage stage = new Stage("zookeeper");
    private final JavaProcess server = stage.startZooKeeper(SESSION);
    private final TcpGate toTracker = stage.keep(new TcpGate(stage.zooKeeper()));
    private final TcpGate toFirst = stage.keep(new TcpGate(stage.zooKeeper()));
    private final TcpGate toOthers = stage.keep(new TcpGate(stage.zooKeeper()));
    private ClusterView view;

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void jobs_run_on_and_nodes_come_back_by_themselves_whatever_zookeeper_does(TestInfo test) throws Exception {
        ClusterConnection connection = stage.keep(
                ClusterConnection.open(stage.zooKeeper(), ClusterConnection.DEFAULT_SESSION_TIMEOUT, stage.topics()));
        view = stage.keep(connection.view());
        stage.startTracker("tracker", through(toTracker));
        stage.startExecutor("first", 8, through(toFirst));
        stage.startExecutor("second", 8, through(toOthers));
        JavaProcess third = stage.startExecutor("third", 8, through(toOthers));
        awaitNodes(4);
        Flow flow = stage.startFlow(
                "flow",
                Plan.of(Stage.GROUP, load(20, 60), JobKind.NOW, JobKind.RETRIED).running(Duration.ofMillis(50)));
        Instant begin = Instant.now();

        toFirst.shut();
        awaitNodes(3);
        awaitRunsAfter("first", Instant.now());
        toFirst.open();
        awaitNodes(4);

        toTracker.shut();
        toFirst.shut();
        toOthers.shut();
        awaitNodes(0);
        awaitRunsAfter("first", Instant.now());
        toTracker.open();
        awaitNodes(1);
        assertThat(nodes(Role.TRACKER)).hasSize(1);
        toFirst.open();
        toOthers.open();
        awaitNodes(4);

        server.kill();
        awaitRunsAfter("second", Instant.now());
        stage.submit("long", Plan.of(Stage.GROUP, LONG_JOBS, JobKind.NOW).running(Duration.ofSeconds(6)));
        await().atMost(LONG)
                .until(() -> stage.runs("third").stream()
                        .filter(run -> run.began() && run.key().contains("/long:"))
                        // What dies before its start is reported is no loss that anybody could find.
                        .anyMatch(run ->
                                !stage.decisions().of(run.key()).started().isEmpty()));
        assertThat(Judgement.moreThanOnce(stage))
                .as("runs and attempts repeated while everybody lived")
                .isZero();
        third.kill();
        Instant killed = Instant.now();
        await().atMost(LONG)
                .until(() -> stage.decisions().events(NoticeSeen.class).stream()
                        .anyMatch(seen -> seen.kind() == NoticeKind.NODE_LOST));
        Duration found = Duration.between(killed, Instant.now());
        stage.startZooKeeper(SESSION);
        awaitNodes(3);
        Instant end = Instant.now();
        String load = flow.end();

        Judgement judged = stage.judge(LONG).mustHold();
        Set<String> victims = stage.runs("third").stream()
                .filter(run -> run.at().isAfter(killed.minusSeconds(7)))
                .map(Run::key)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(judged.repeated() + judged.again())
                .as("only what the killed executor had begun runs again: %s", victims)
                .isLessThanOrEqualTo(victims.size());
        Duration gap = stage.decisions().longestGap(begin, end);
        Reliability.row(
                test,
                "one executor cut off from ZooKeeper, all cut off until their sessions expired and the tracker back first,"
                        + " `kill -9` of ZooKeeper and then of an executor, found dead after %.1f s"
                                .formatted(found.toMillis() / 1000.0),
                load,
                judged,
                gap);
        assertThat(gap)
                .as("gap of dispatch; of submissions it was %s", flow.longestPause())
                .isLessThan(stage.unhurried(STANDS_STILL_AT_MOST).plus(flow.longestPause()));
        assertThat(found).as("until the dead node was found").isLessThan(FOUND_WITHIN);
        assertThat(judged.jobs()).isEqualTo(flow.submitted() + LONG_JOBS);
    }

    private static String through(TcpGate gate) {
        return "zookeeper.connect=" + gate.address();
    }

    private void awaitNodes(int count) {
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(view.nodes().orElseThrow().nodes()).hasSize(count));
    }

    private Set<String> nodes(Role role) {
        return view.nodes().orElseThrow().nodes().stream()
                .filter(node -> node.role() == role)
                .map(NodeInfo::id)
                .collect(Collectors.toSet());
    }

    private void awaitRunsAfter(String executor, Instant time) {
        await().atMost(LONG)
                .until(() -> stage.runs(executor).stream()
                        .anyMatch(run -> run.began() && run.at().isAfter(time)));
    }
}
