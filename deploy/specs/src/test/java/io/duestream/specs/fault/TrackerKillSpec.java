package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.tracker.process.TrackerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** A tracker is killed at work; whoever takes over goes on where it was. */
@Timeout(180)
class TrackerKillSpec {
    private static final Duration WITH_STANDBY = Duration.ofSeconds(10);
    private static final Duration WITHOUT = Duration.ofSeconds(25);
    private static final String STANDBY = TrackerConfig.STANDBY_REPLICAS + "=1";
    private static final String NO_STANDBY = TrackerConfig.STANDBY_REPLICAS + "=0";

    /** How long jobs go on coming due; longer than it takes to kill. */
    private static final Duration SPREAD = Duration.ofSeconds(load(12, 40));

    private final Stage stage = new Stage("tracker-kill");

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void a_standby_takes_over_in_the_middle_of_a_burst(TestInfo test) throws Exception {
        JavaProcess victim = startTwo();
        int jobs = load(2_000, 20_000);
        burst(jobs);

        victim.kill();
        Instant killed = Instant.now();

        judge(test, "`kill -9` of one of two trackers in a burst", jobs, killed, WITH_STANDBY);
    }

    @Test
    void a_tracker_that_is_alone_goes_on_after_its_restart_in_the_middle_of_a_burst(TestInfo test) throws Exception {
        JavaProcess victim = startOne();
        int jobs = load(2_000, 20_000);
        burst(jobs);

        victim.kill();
        Instant killed = Instant.now();
        stage.beginTracker("first", NO_STANDBY);

        judge(test, "`kill -9` and restart of the only tracker in a burst", jobs, killed, WITHOUT);
    }

    @Test
    void a_standby_takes_over_in_a_cron_minute(TestInfo test) throws Exception {
        JavaProcess victim = startTwo();
        int jobs = load(500, 5_000);
        cronMinute(jobs);

        victim.kill();
        Instant killed = Instant.now();

        judge(test, "`kill -9` of one of two trackers in a cron minute", jobs, killed, WITH_STANDBY);
    }

    @Test
    void a_tracker_that_is_alone_goes_on_after_its_restart_in_a_cron_minute(TestInfo test) throws Exception {
        JavaProcess victim = startOne();
        int jobs = load(500, 5_000);
        cronMinute(jobs);

        victim.kill();
        Instant killed = Instant.now();
        stage.beginTracker("first", NO_STANDBY);

        judge(test, "`kill -9` and restart of the only tracker in a cron minute", jobs, killed, WITHOUT);
    }

    @Test
    void a_standby_takes_over_retries(TestInfo test) throws Exception {
        JavaProcess victim = startTwo();
        int jobs = load(500, 5_000);
        retries(jobs);

        victim.kill();
        Instant killed = Instant.now();

        judge(test, "`kill -9` of one of two trackers with retries pending", jobs, killed, WITH_STANDBY);
    }

    @Test
    void a_tracker_that_is_alone_goes_on_with_retries_after_its_restart(TestInfo test) throws Exception {
        JavaProcess victim = startOne();
        int jobs = load(500, 5_000);
        retries(jobs);

        victim.kill();
        Instant killed = Instant.now();
        stage.beginTracker("first", NO_STANDBY);

        judge(test, "`kill -9` and restart of the only tracker with retries pending", jobs, killed, WITHOUT);
    }

    private JavaProcess startOne() {
        JavaProcess tracker = stage.startTracker("first", NO_STANDBY);
        stage.startExecutor("executor", 8);
        return tracker;
    }

    private JavaProcess startTwo() {
        JavaProcess first = stage.startTracker("first", STANDBY);
        stage.startTracker("second", STANDBY);
        stage.startExecutor("executor", 8);
        return first;
    }

    /** Jobs that all came at once, and beside them some that come due all the time. */
    private void burst(int jobs) throws InterruptedException {
        trickle(jobs / 4);
        stage.submit(
                "burst",
                Plan.of(Stage.GROUP, jobs - jobs / 4, JobKind.NOW, JobKind.NOW, JobKind.SHARDED, JobKind.REPEATED));
        stage.awaitEnded(jobs / 5);
    }

    private void trickle(int jobs) throws InterruptedException {
        stage.submit(
                "trickle",
                Plan.of(Stage.GROUP, jobs, JobKind.TIMED).due(Instant.now().plusSeconds(2), SPREAD));
    }

    private void cronMinute(int jobs) throws InterruptedException {
        Instant begin = Instant.now().plusSeconds(15);
        stage.submit("cron", Plan.of(Stage.GROUP, jobs - 5, JobKind.CRON).due(begin, SPREAD));
        stage.submit("each", Plan.of(Stage.GROUP, 5, JobKind.EACH_SECOND).due(begin, Duration.ofSeconds(25)));
        stage.awaitAccepted(jobs);
        stage.awaitEnded(jobs / 8);
    }

    /** Retries come due from three seconds after the first failure until long after the kill. */
    private void retries(int jobs) throws InterruptedException {
        stage.submit(
                "retries",
                Plan.of(Stage.GROUP, jobs, JobKind.TIMED, JobKind.RETRIED)
                        .due(Instant.now().plusSeconds(2), SPREAD)
                        .retryingAfter(Duration.ofSeconds(3)));
        stage.awaitAccepted(jobs);
        stage.awaitEnded(jobs / 8);
        await().until(() -> stage.runs().stream().anyMatch(run -> run.what().equals(Run.FAILED)));
    }

    private void judge(TestInfo test, String fault, int jobs, Instant killed, Duration bound) {
        Judgement judged = stage.judge(Duration.ofSeconds(120)).mustHold();
        Map<Integer, Duration> resumed = stage.decisions().resumedAfter(killed);
        assertThat(resumed).as("dispatch resumed, by partition").hasSize(Stage.PARTITIONS);
        Duration gap = Collections.max(resumed.values());
        Reliability.row(test, fault, "%,d jobs".formatted(jobs), judged, gap);
        assertThat(gap).isLessThan(bound);
    }
}
