package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.tracker.process.TrackerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A tracker is killed at work; whoever takes over goes on where it was. */
@Timeout(180)
class TrackerKillSpec {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration WITH_STANDBY = Duration.ofSeconds(10);
    private static final Duration WITHOUT = Duration.ofSeconds(25);
    private static final String STANDBY = TrackerConfig.STANDBY_REPLICAS + "=1";
    private static final String NO_STANDBY = TrackerConfig.STANDBY_REPLICAS + "=0";

    /** How long jobs go on coming due; longer than it takes to kill. */
    private static final Duration SPREAD = Duration.ofSeconds(load(20, 30));

    private static final Duration RETRY_DELAY = Duration.ofSeconds(3);

    private final Stage stage = new Stage("tracker-kill");

    /** What the tracker is at when it is killed. */
    private enum Work {
        BURST("in a burst"),
        CRON_MINUTE("in a cron minute"),
        RETRIES("with retries pending");

        private final String words;

        Work(String words) {
            this.words = words;
        }
    }

    /** One after the other in the full form; all of them beside one another in the short one. */
    static Stream<Set<Work>> works() {
        EnumSet<Work> all = EnumSet.allOf(Work.class);
        return Reliability.FULL ? all.stream().map(EnumSet::of) : Stream.of(all);
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @ParameterizedTest
    @MethodSource("works")
    void a_standby_takes_over(Set<Work> works, TestInfo test) throws Exception {
        JavaProcess victim = stage.startTracker("first", STANDBY);
        stage.startTracker("second", STANDBY);
        stage.startExecutor("executor", 8);
        int jobs = begin(works);

        victim.kill();
        Instant killed = Instant.now();

        judge(test, "`kill -9` of one of two trackers " + words(works), jobs, killed, WITH_STANDBY);
    }

    @ParameterizedTest
    @MethodSource("works")
    void a_tracker_that_is_alone_goes_on_after_its_restart(Set<Work> works, TestInfo test) throws Exception {
        JavaProcess victim = stage.startTracker("first", NO_STANDBY);
        stage.startExecutor("executor", 8);
        int jobs = begin(works);

        victim.kill();
        Instant killed = Instant.now();
        stage.beginTracker("first", NO_STANDBY);

        judge(test, "`kill -9` and restart of the only tracker " + words(works), jobs, killed, WITHOUT);
    }

    private static String words(Set<Work> works) {
        return works.stream().map(work -> work.words).collect(Collectors.joining(", "));
    }

    /** Submits all of it, and returns in the middle of it. */
    private int begin(Set<Work> works) throws InterruptedException {
        Instant accepted = Instant.now().plus(stage.unhurried(Duration.ofSeconds(load(8, 15))));
        int jobs = 0;
        // What has to be accepted before its time comes first, what is done at once comes last.
        if (works.contains(Work.CRON_MINUTE)) {
            jobs += cronMinute(accepted, load(500, 5_000));
        }
        if (works.contains(Work.RETRIES)) {
            jobs += retries(works.size() > 1 ? accepted : Instant.now().plusSeconds(2), load(500, 5_000));
        }
        if (works.contains(Work.CRON_MINUTE)) {
            stage.awaitAccepted(jobs);
            awaitEnded("cron", load(60, 600));
        }
        if (works.contains(Work.BURST)) {
            jobs += burst(load(2_000, 20_000));
        }
        if (works.contains(Work.RETRIES)) {
            await().atMost(LONG)
                    .until(() ->
                            stage.runs().stream().anyMatch(run -> run.what().equals(Run.FAILED)));
        }
        midway(works);
        return jobs;
    }

    /** Nothing of it is over: the kill would prove nothing otherwise. */
    private void midway(Set<Work> works) {
        Map<String, Long> open = stage.submissions().stream()
                .filter(each -> stage.decisions().of(each.key()).ended() == 0)
                .map(each -> each.key()
                        .substring(each.key().indexOf('/') + 1, each.key().indexOf(':')))
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        works.stream()
                .flatMap(TrackerKillSpec::submitters)
                .forEach(name ->
                        assertThat(open).as("what is left to do at the kill").containsKey(name));
    }

    private static Stream<String> submitters(Work work) {
        return switch (work) {
            case BURST -> Stream.of("burst", "trickle");
            case CRON_MINUTE -> Stream.of("cron", "each");
            case RETRIES -> Stream.of("retries");
        };
    }

    /** Jobs that all came at once, and beside them some that come due all the time. */
    private int burst(int jobs) throws InterruptedException {
        stage.submit(
                "trickle",
                Plan.of(Stage.GROUP, jobs / 4, JobKind.TIMED).due(Instant.now().plusSeconds(2), spread()));
        stage.submit(
                "burst",
                Plan.of(Stage.GROUP, jobs - jobs / 4, JobKind.NOW, JobKind.NOW, JobKind.SHARDED, JobKind.REPEATED));
        awaitEnded("burst", jobs / 10);
        return jobs;
    }

    private int cronMinute(Instant begin, int jobs) throws InterruptedException {
        stage.submit("cron", Plan.of(Stage.GROUP, jobs - 5, JobKind.CRON).due(begin, spread()));
        stage.submit("each", Plan.of(Stage.GROUP, 5, JobKind.EACH_SECOND).due(begin, spread()));
        return jobs;
    }

    /** Retries come due from three seconds after the first failure until long after the kill. */
    private int retries(Instant begin, int jobs) throws InterruptedException {
        stage.submit(
                "retries",
                Plan.of(Stage.GROUP, jobs, JobKind.TIMED, JobKind.RETRIED)
                        .due(begin, spread())
                        .retryingAfter(RETRY_DELAY));
        return jobs;
    }

    private Duration spread() {
        return stage.unhurried(SPREAD);
    }

    private void awaitEnded(String submitter, long jobs) {
        String prefix = Stage.GROUP + "/" + submitter + ":";
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> stage.decisions().count(prefix, facts -> facts.ended() > 0) >= jobs);
    }

    private void judge(TestInfo test, String fault, int jobs, Instant killed, Duration bound) {
        Judgement judged = stage.judge(LONG).mustHold();
        Map<Integer, Duration> resumed = stage.decisions().resumedAfter(killed);
        assertThat(resumed).as("dispatch resumed, by partition").hasSize(Stage.PARTITIONS);
        Duration gap = resumed.values().stream().max(Comparator.naturalOrder()).orElseThrow();
        Reliability.row(test, fault, "%,d jobs".formatted(jobs), judged, gap);
        assertThat(gap).isLessThan(bound);
        assertThat(judged.jobs()).isEqualTo(jobs);
    }
}
