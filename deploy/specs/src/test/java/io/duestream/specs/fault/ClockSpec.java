package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.tracker.process.TrackerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** The tracker's clock is set forward and back; what is due goes by it, and no fire is made twice. */
@Timeout(180)
class ClockSpec {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration HOUR = Duration.ofHours(1);

    /** Over how long jobs come due before the clock is set. */
    private static final Duration SOON = Duration.ofSeconds(load(12, 30));

    private final Stage stage = new Stage("clock");
    private final SharedClock clock = new SharedClock(stage.folder().resolve("clock"));

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void no_fire_is_early_on_the_trackers_clock_nor_repeated_when_it_is_set_forward_and_back_an_hour(TestInfo test)
            throws Exception {
        startTracker();
        stage.startExecutor("executor", 8);
        int jobs = load(100, 2_000);
        // Cron jobs have to be accepted before their only fire.
        Instant begin = Instant.now().plus(stage.unhurried(Duration.ofSeconds(load(8, 30))));
        // Before the change, within the hour that is jumped over, and after both changes.
        stage.submit(
                "soon", Plan.of(Stage.GROUP, jobs, JobKind.TIMED, JobKind.CRON).due(begin, SOON));
        stage.submit("each", Plan.of(Stage.GROUP, 10, JobKind.EACH_SECOND).due(begin, SOON));
        stage.submit(
                "within",
                Plan.of(Stage.GROUP, jobs, JobKind.TIMED, JobKind.CRON)
                        .due(begin.plus(Duration.ofMinutes(10)), Duration.ofMinutes(40)));
        stage.submit(
                "beyond", Plan.of(Stage.GROUP, 10, JobKind.EACH_SECOND).due(begin.plus(HOUR), Duration.ofSeconds(20)));
        stage.awaitAccepted(2L * jobs + 20);
        stage.awaitEnded(jobs / 4);

        Instant forward = Instant.now();
        clock.set(HOUR);
        await().atMost(LONG)
                .until(() -> keys("within").stream()
                        .allMatch(key -> stage.decisions().of(key).ended() == 1));
        Instant back = Instant.now();
        clock.set(Duration.ZERO);
        stage.submit(
                "later",
                Plan.of(Stage.GROUP, jobs, JobKind.TIMED, JobKind.NOW)
                        .due(Instant.now().plusSeconds(2), Duration.ofSeconds(load(3, 8))));
        await().atMost(LONG)
                .until(() -> keys("later").stream()
                        .allMatch(key -> stage.decisions().of(key).ended() == 1));
        Instant again = Instant.now();
        clock.set(HOUR);
        await().atMost(LONG)
                .until(() -> keys("beyond").stream()
                        .allMatch(key -> stage.decisions().of(key).ended() == 1));
        clock.set(Duration.ZERO);

        Judgement judged = stage.judge(LONG, Judgement.Clocks.SET).mustHold();
        assertThat(judged.repeated()).isZero();
        assertThat(judged.again()).isZero();
        assertThat(began("within")).as("runs of what comes due within the hour").allMatch(forward::isBefore);
        Reliability.row(
                test,
                "clock of the tracker an hour forward, back, forward and back; gap from a change to the first run after it",
                "%,d jobs".formatted(judged.jobs()),
                judged,
                Collections.max(List.of(
                        firstAfter(forward, "within"), firstAfter(back, "later"), firstAfter(again, "beyond"))));
    }

    private List<Instant> began(String submitter) {
        return stage.runs().stream()
                .filter(Run::began)
                .filter(run -> run.key().startsWith(Stage.GROUP + "/" + submitter + ":"))
                .map(Run::at)
                .toList();
    }

    /** From a change of the clock to the first run of some jobs; zero if they were over before, as on a slow machine. */
    private Duration firstAfter(Instant change, String submitter) {
        return began(submitter).stream()
                .filter(change::isBefore)
                .min(Comparator.naturalOrder())
                .map(run -> Duration.between(change, run))
                .orElse(Duration.ZERO);
    }

    private List<String> keys(String submitter) {
        return stage.submissions().stream()
                .map(Submission::key)
                .filter(key -> key.startsWith(Stage.GROUP + "/" + submitter + ":"))
                .toList();
    }

    private void startTracker() {
        stage.keep(JavaProcess.start(new JavaProcess.Start(
                        "tracker",
                        stage.folder(),
                        448,
                        List.of(),
                        ClockedTrackerMain.class,
                        List.of(
                                stage.folder().resolve("clock").toString(),
                                TrackerConfig.BOOTSTRAP_SERVERS + "=" + stage.bootstrapServers(),
                                TrackerConfig.STATE_DIR + "=" + stage.folder().resolve("state"),
                                TrackerConfig.PARTITIONS + "=" + Stage.PARTITIONS,
                                TrackerConfig.THREADS + "=1",
                                TrackerConfig.STANDBY_REPLICAS + "=0",
                                TrackerConfig.REPLICATION_FACTOR + "=1"))))
                .awaitSaid("ready: ");
    }
}
