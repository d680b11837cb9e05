package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.specs.fault.UnderWay.Work;
import io.duestream.tracker.process.TrackerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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

/** A tracker stands still for longer than its session and its transaction last, and does not know it when it goes on. */
@Tag("alone")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TrackerFreezeSpec {
    /** Kafka Streams' own in the full form. */
    private static final Duration TRANSACTION = Duration.ofSeconds(load(5, 10));

    /** Longer than the session of 6 s, and longer than that and the transaction time-out together. */
    private static final Duration FROZEN = Duration.ofSeconds(8).plus(TRANSACTION);

    private static final Duration WITH_STANDBY = Duration.ofSeconds(10);
    private static final Duration WITHOUT = Duration.ofSeconds(25);
    private static final Duration LONG = Duration.ofSeconds(120);

    private final Stages stages = new Stages("tracker-freeze");
    private Stage stage;
    /** Those that live. */
    private List<JavaProcess> trackers = List.of();

    private int rows;
    private int jobs;

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
    void a_tracker_that_was_frozen_hands_nothing_out_that_the_standby_has_handed_out(TestInfo test) throws Exception {
        open("first", "second");
        UnderWay work = begin();
        JavaProcess victim = Ownership.now(stage).busiest(trackers);

        Instant frozen = freeze(victim, work);

        judge(
                test,
                "`SIGSTOP` of one of two trackers for %d s, then `SIGCONT`",
                work,
                new Fault(victim, frozen, WITH_STANDBY));
    }

    /** In the short form one of the row before, whose other one has left. */
    @Test
    @Order(2)
    void a_tracker_that_is_alone_goes_on_after_it_was_frozen(TestInfo test) throws Exception {
        open("first");
        while (trackers.size() > 1) {
            trackers.remove(1).end();
        }
        UnderWay work = begin();
        JavaProcess victim = trackers.get(0);
        assertThat(Ownership.now(stage).of(victim)).hasSize(Stage.PARTITIONS);

        Instant frozen = freeze(victim, work);

        judge(
                test,
                "`SIGSTOP` of the only tracker for %d s, then `SIGCONT`; gap since then",
                work,
                new Fault(victim, frozen.plus(FROZEN), WITHOUT));
    }

    /**
     * @param from from when work must go on
     * @param bound within that
     */
    private record Fault(JavaProcess victim, Instant from, Duration bound) {}

    private void open(String... names) {
        stage = stages.open(begun -> {
            jobs = 0;
            trackers = new ArrayList<>(begun.startTrackers(
                    List.of(names),
                    TrackerConfig.STANDBY_REPLICAS + "=" + (names.length - 1),
                    "kafka.producer.transaction.timeout.ms=" + TRANSACTION.toMillis()));
            begun.startExecutor("executor", UnderWay.THREADS);
        });
    }

    private UnderWay begin() throws InterruptedException {
        UnderWay work = new UnderWay(stage, "-" + ++rows, EnumSet.of(Work.BURST));
        work.begin(FROZEN);
        return work;
    }

    /** The victim goes on when others have had its partitions for a while; jobs come due all the time. */
    private Instant freeze(JavaProcess victim, UnderWay work) {
        victim.freeze();
        Instant frozen = Instant.now();
        jobs += work.end();
        await().atMost(LONG).until(() -> Instant.now().isAfter(frozen.plus(FROZEN)));
        victim.thaw();
        return frozen;
    }

    private void judge(TestInfo test, String fault, UnderWay work, Fault met) {
        Judgement judged = stage.judge(LONG).mustHold();
        Duration gap = Resumption.after(met.from(), stage).longest();
        Reliability.row(
                test,
                String.format(Locale.ROOT, fault, FROZEN.toSeconds()),
                "%,d jobs".formatted(work.submitted()),
                judged,
                gap);
        assertThat(gap).isLessThan(met.bound());
        assertThat(met.victim().alive()).isTrue();
        assertThat(judged.jobs()).isEqualTo(jobs);
        assertThat(judged.repeated()).isZero();
        assertThat(judged.again()).isZero();
    }
}
