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

/** A tracker stands still for longer than its session and its transaction last, and does not know it when it goes on. */
@Timeout(180)
class TrackerFreezeSpec {
    /** Longer than the session of 6 s and the transaction time-out of 10 s together. */
    private static final Duration FROZEN = Duration.ofSeconds(18);

    private static final Duration WITH_STANDBY = Duration.ofSeconds(10);
    private static final Duration WITHOUT = Duration.ofSeconds(25);
    private static final Duration LONG = Duration.ofSeconds(120);

    private final Stage stage = new Stage("tracker-freeze");

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void a_tracker_that_was_frozen_hands_nothing_out_that_the_standby_has_handed_out(TestInfo test) throws Exception {
        JavaProcess victim = stage.startTracker("first", TrackerConfig.STANDBY_REPLICAS + "=1");
        stage.startTracker("second", TrackerConfig.STANDBY_REPLICAS + "=1");
        int jobs = load(1_000, 10_000);

        Instant frozen = freezeInABurst(victim, jobs);

        Judgement judged = stage.judge(LONG).mustHold();
        Map<Integer, Duration> resumed = stage.decisions().resumedAfter(frozen);
        Reliability.row(
                test,
                "`SIGSTOP` of one of two trackers for " + FROZEN.toSeconds() + " s, then `SIGCONT`",
                "%,d jobs".formatted(jobs),
                judged,
                Collections.max(resumed.values()));
        assertThat(resumed).hasSize(Stage.PARTITIONS);
        assertThat(resumed.values()).allSatisfy(gap -> assertThat(gap).isLessThan(WITH_STANDBY));
        assertThat(victim.alive()).isTrue();
    }

    @Test
    void a_tracker_that_is_alone_goes_on_after_it_was_frozen(TestInfo test) throws Exception {
        JavaProcess victim = stage.startTracker("first", TrackerConfig.STANDBY_REPLICAS + "=0");
        int jobs = load(1_000, 10_000);

        Instant frozen = freezeInABurst(victim, jobs);

        Judgement judged = stage.judge(LONG).mustHold();
        Map<Integer, Duration> resumed = stage.decisions().resumedAfter(frozen.plus(FROZEN));
        Reliability.row(
                test,
                "`SIGSTOP` of the only tracker for " + FROZEN.toSeconds() + " s, then `SIGCONT`; gap since then",
                "%,d jobs".formatted(jobs),
                judged,
                Collections.max(resumed.values()));
        assertThat(resumed).hasSize(Stage.PARTITIONS);
        assertThat(resumed.values()).allSatisfy(gap -> assertThat(gap).isLessThan(WITHOUT));
        assertThat(victim.alive()).isTrue();
    }

    /** The victim goes on when others have had its partitions for a while; jobs come due all the time. */
    private Instant freezeInABurst(JavaProcess victim, int jobs) throws InterruptedException {
        stage.startExecutor("executor", 8);
        stage.submit(
                "trickle",
                Plan.of(Stage.GROUP, jobs / 4, JobKind.TIMED)
                        .due(Instant.now().plusSeconds(2), FROZEN.plusSeconds(load(4, 12))));
        stage.submit("burst", Plan.of(Stage.GROUP, jobs - jobs / 4, JobKind.NOW, JobKind.SHARDED, JobKind.REPEATED));
        stage.awaitEnded(jobs / 5);
        victim.freeze();
        Instant frozen = Instant.now();
        await().atMost(LONG).until(() -> Instant.now().isAfter(frozen.plus(FROZEN)));
        victim.thaw();
        return frozen;
    }
}
