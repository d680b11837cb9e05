package io.duestream.specs.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.specs.fault.UnderWay.Work;
import io.duestream.tracker.process.TrackerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A tracker is killed at work; whoever takes over goes on where it was, and executors that live repeat nothing. */
@Tag("alone")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TrackerKillSpec {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration WITH_STANDBY = Duration.ofSeconds(10);
    private static final Duration WITHOUT = Duration.ofSeconds(25);
    private static final String STANDBY = TrackerConfig.STANDBY_REPLICAS + "=1";
    private static final String NO_STANDBY = TrackerConfig.STANDBY_REPLICAS + "=0";

    private final Stages stages = new Stages("tracker-kill");
    private Stage stage;
    /** Those that live. */
    private List<JavaProcess> trackers = List.of();

    private int rows;
    private int jobs;

    /** One after the other in the full form; all of them beside one another in the short one. */
    static Stream<Set<Work>> works() {
        EnumSet<Work> all = EnumSet.allOf(Work.class);
        return Reliability.FULL ? all.stream().map(EnumSet::of) : Stream.of(all);
    }

    @AfterEach
    void leave() {
        stages.leave();
    }

    @AfterAll
    void stop() {
        stages.close();
    }

    @ParameterizedTest
    @MethodSource("works")
    @Order(1)
    void a_standby_takes_over(Set<Work> works, TestInfo test) throws Exception {
        open(STANDBY, "first", "second");
        UnderWay work = begin(works, Duration.ofSeconds(8));
        JavaProcess victim = Ownership.now(stage).busiest(trackers);

        victim.kill();
        Instant killed = Instant.now();
        trackers = trackers.stream().filter(JavaProcess::alive).toList();
        assertThat(trackers).hasSize(1);

        judge(test, "`kill -9` of one of two trackers " + UnderWay.words(works), work, killed, WITH_STANDBY);
    }

    /** In the short form the one that is left of the row before. */
    @ParameterizedTest
    @MethodSource("works")
    @Order(2)
    void a_tracker_that_is_alone_goes_on_after_its_restart(Set<Work> works, TestInfo test) throws Exception {
        open(NO_STANDBY, "first");
        UnderWay work = begin(works, Duration.ofSeconds(12));
        JavaProcess victim = trackers.get(0);
        assertThat(Ownership.now(stage).of(victim)).hasSize(Stage.PARTITIONS);

        victim.kill();
        Instant killed = Instant.now();
        stage.beginTracker(victim.name(), NO_STANDBY);

        judge(test, "`kill -9` and restart of the only tracker " + UnderWay.words(works), work, killed, WITHOUT);
    }

    private void open(String setting, String... names) {
        stage = stages.open(begun -> {
            jobs = 0;
            trackers = begun.startTrackers(List.of(names), setting);
            begun.startExecutor("executor", UnderWay.THREADS);
        });
    }

    private UnderWay begin(Set<Work> works, Duration outage) throws InterruptedException {
        UnderWay work = new UnderWay(stage, "-" + ++rows, works);
        work.begin(outage);
        return work;
    }

    private void judge(TestInfo test, String fault, UnderWay work, Instant killed, Duration bound) {
        int submitted = work.end();
        jobs += submitted;
        Judgement judged = stage.judge(LONG).mustHold();
        Duration gap = Resumption.after(killed, stage).longest();
        Reliability.row(test, fault, "%,d jobs".formatted(submitted), judged, gap);
        assertThat(gap).isLessThan(bound);
        assertThat(judged.jobs()).isEqualTo(jobs);
        assertThat(judged.repeated()).isZero();
        assertThat(judged.again()).isZero();
    }
}
