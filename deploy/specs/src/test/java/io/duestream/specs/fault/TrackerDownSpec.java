package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.JobClient;
import io.duestream.job.JobKey;
import io.duestream.record.event.CatchUpEnded;
import io.duestream.tracker.process.TrackerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** What was said and done while the tracker was away is in the log before its timers act on the past. */
@Timeout(180)
class TrackerDownSpec {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration RESUMED_WITHIN = Duration.ofSeconds(25);

    private final Stage stage = new Stage("tracker-down");

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void cancels_hold_and_finished_work_is_not_run_again_when_the_tracker_comes_back_past_their_times(TestInfo test)
            throws Exception {
        JavaProcess tracker = stage.startTracker("tracker", TrackerConfig.STANDBY_REPLICAS + "=0");
        int running = load(40, 200);
        int timed = load(200, 4_000);
        stage.startExecutor("executor", running);
        // Each is over before its run timeout, and long after the kill.
        stage.submit(
                "running", Plan.of(Stage.GROUP, running, JobKind.LIMITED).running(JobKind.RUN_TIMEOUT.minusSeconds(3)));
        await().atMost(LONG)
                .until(() -> stage.runs().stream().filter(Run::began).count() == running);
        Instant begun = Instant.now();
        Instant due = later(
                begun.plus(JobKind.RUN_TIMEOUT).minusSeconds(7), begun.plus(stage.unhurried(Duration.ofSeconds(8))));
        stage.submit("timed", Plan.of(Stage.GROUP, timed, JobKind.TIMED).due(due, Duration.ofSeconds(1)));
        stage.submit("cancelled", Plan.of(Stage.GROUP, timed, JobKind.CANCELLED).due(due, Duration.ofSeconds(1)));
        stage.awaitAccepted(running + 2L * timed);

        tracker.kill();
        cancel(timed);
        assertThat(Instant.now()).as("all is cancelled before it is due").isBefore(due);
        await().atMost(LONG)
                .until(() -> stage.runs().stream()
                                .filter(run -> run.what().equals(Run.SUCCEEDED))
                                .count()
                        == running);
        await().atMost(LONG)
                .until(() -> Instant.now().isAfter(later(begun.plus(JobKind.RUN_TIMEOUT), due.plusSeconds(1))));
        Instant back = Instant.now();
        JavaProcess second = stage.beginTracker("tracker", TrackerConfig.STANDBY_REPLICAS + "=0");

        Judgement judged = stage.judge(LONG).mustHold();
        List<Run> runs = stage.runs();
        assertThat(runs).noneMatch(run -> JobKind.of(run.key()) == JobKind.CANCELLED);
        assertThat(judged.repeated()).isZero();
        assertThat(judged.again()).isZero();
        // What was in the log has been read, in each task; not given up for want of a sign.
        assertThat(stage.decisions().events(CatchUpEnded.class, Ownership.node(second)))
                .hasSize(Stage.PARTITIONS)
                .allSatisfy((partition, ends) -> assertThat(ends).allMatch(CatchUpEnded::byMarkers));
        Duration gap = Resumption.after(back, stage).longest();
        Reliability.row(
                test,
                "tracker down while cancels and results arrive, until past due times and run timeouts",
                "%,d jobs, %,d cancelled, %,d running".formatted(judged.jobs(), timed, running),
                judged,
                gap);
        assertThat(gap).isLessThan(RESUMED_WITHIN);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void cancel(int jobs) {
        try (JobClient client =
                JobClient.builder().bootstrapServers(stage.bootstrapServers()).build()) {
            List<String> keys = stage.submissions().stream()
                    .map(Submission::key)
                    .filter(key -> JobKind.of(key) == JobKind.CANCELLED)
                    .toList();
            assertThat(keys).hasSize(jobs);
            keys.parallelStream().forEach(key -> client.cancel(JobKey.parse(key), false, "while the tracker is away"));
        }
    }
}
