package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.tracker.process.TrackerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

/** Attempts that were handed out come twice, cannot be read, or are taken by somebody who never says a word. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DispatchLossSpec {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final String READY = "ready: ";

    /** So that what nobody reports is noticed within seconds; two days and five minutes otherwise. */
    private static final String[] IMPATIENT = {
        TrackerConfig.START_WITHIN + "=2000", TrackerConfig.UNSEEN_AFTER + "=1000", TrackerConfig.WALK_EVERY + "=500"
    };

    private final Stages stages = new Stages("dispatch-loss");
    private Stage stage;
    private Judgement earlier = Judgement.NOTHING;
    private JavaProcess tracker;
    private JavaProcess executor;
    private List<String> patience;

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
    void offsets_that_an_operator_deletes_repeat_what_was_dispatched_under_the_same_tokens(TestInfo test)
            throws Exception {
        // What is late is not started any more: nothing is to be late here.
        begin();
        int jobs = load(1_000, 10_000);
        stage.submit("ended", Plan.of(Stage.GROUP, jobs, JobKind.NOW, JobKind.SHARDED));
        stage.awaitEnded(jobs);
        executor.end();
        Set<String> before = leases(executor);

        deleteOffsets();
        stage.submit("after", Plan.of(Stage.GROUP, jobs / 5, JobKind.NOW));
        executor = beginExecutor(stage, "after").awaitSaid(READY);
        Instant back = Instant.now();

        stage.awaitEnded(jobs + jobs / 5);
        await().atMost(LONG).until(() -> stage.dispatchOffsets().allCommitted());
        Judgement judged = judge();
        Reliability.row(
                test,
                "committed offsets of the executors' group deleted",
                "%,d jobs, %,d of them ended before".formatted(judged.jobs(), jobs),
                judged,
                Duration.between(back, firstRunOf("after", "after")));
        // All of it comes again: what has ended is run once more, and no word about it counts.
        assertThat(leases(executor))
                .containsAll(before)
                .containsExactlyInAnyOrderElementsOf(HandedOut.of(stage).leases());
        assertThat(judged.repeated()).isEqualTo(before.size());
        assertThat(judged.again()).isZero();
        assertThat(ignoredReports()).isGreaterThanOrEqualTo(judged.repeated());
    }

    @Test
    @Order(2)
    void an_attempt_that_its_executor_cannot_read_goes_to_the_dead_letters_and_is_handed_out_again(TestInfo test)
            throws Exception {
        begin(IMPATIENT);
        // The room of a group follows the rate of its ends: first that is the flow's.
        Flow flow =
                stage.startFlow("sound", Plan.of(Stage.GROUP, 20, JobKind.NOW)).awaitSteady(LONG);
        // Far more than the group has room for: each of them takes a place that nobody gives back.
        int jobs = load(24, 200);
        stage.submit(Garbler.GARBLED, Plan.of(Stage.GROUP, jobs, JobKind.NOW));
        Instant garbled = Instant.now();

        awaitEnded(garbledKeys());
        Instant done = Instant.now();
        String load = flow.end();
        Judgement judged = judge();
        Reliability.row(
                test,
                "dispatch records dead-lettered, room of the group filled with them",
                "%d of them beside %s".formatted(jobs, load),
                judged,
                Duration.between(garbled, done));
        // On a slow machine one more try may not be started within its two seconds.
        assertThat(garbledKeys())
                .allSatisfy(key -> assertThat(stage.decisions().of(key).attemptEnds())
                        .extracting(AttemptEnded::end)
                        .startsWith(AttemptEnd.NOT_STARTED)
                        .endsWith(AttemptEnd.SUCCESS)
                        .containsOnlyOnce(AttemptEnd.SUCCESS)
                        .containsOnly(AttemptEnd.NOT_STARTED, AttemptEnd.SUCCESS));
        assertThat(handedOutAtFirst(garbledKeys()))
                .as("garbled attempts for which there was room")
                .isLessThan(jobs);
        assertThat(DeadLetterTopic.countsByTopic(stage.bootstrapServers(), stage.topics()))
                .containsExactly(Map.entry(stage.topics().dispatch(Stage.GROUP).name(), (long) jobs));
        assertThat(judged.repeated()).isZero();
        assertThat(judged.again()).isGreaterThanOrEqualTo(jobs);
    }

    @Test
    @Order(3)
    void what_an_executor_takes_and_never_reports_is_handed_out_again_and_its_room_comes_back(TestInfo test)
            throws Exception {
        begin(IMPATIENT);
        JavaProcess silent = startSilent();
        Flow flow = stage.startFlow("flow", Plan.of(Stage.GROUP, load(50, 200), JobKind.NOW));
        await().atMost(LONG).until(() -> taken().size() > load(10, 200));

        silent.kill();
        Instant killed = Instant.now();
        Set<String> silenced = taken();
        awaitEnded(silenced);
        Instant done = Instant.now();
        String load = flow.end();

        Judgement judged = judge();
        Reliability.row(
                test,
                "an executor takes attempts, commits and never reports",
                "%d of them beside %s".formatted(silenced.size(), load),
                judged,
                Duration.between(killed, done));
        assertThat(silenced)
                .allSatisfy(
                        key -> assertThat(stage.decisions().of(key).attempts()).hasSizeGreaterThan(1));
        assertThat(judged.repeated()).isZero();
    }

    /** On a stage with an executor and a tracker with such settings. */
    private void begin(String... settings) {
        stage = stages.open(each -> {
            earlier = Judgement.NOTHING;
            tracker = each.beginTracker("tracker", settings);
            executor = beginExecutor(each, "executor").awaitSaid(READY);
            tracker.awaitSaid(READY);
            patience = List.of(settings);
        });
        if (!patience.equals(List.of(settings))) {
            tracker.end();
            tracker = stage.startTracker("tracker", settings);
            patience = List.of(settings);
        }
    }

    private static JavaProcess beginExecutor(Stage on, String name) {
        return on.beginExecutor(name, Stage.GROUP, 8, "kafka.interceptor.classes=" + Garbler.class.getName());
    }

    private Judgement judge() {
        Judgement all = stage.judge(LONG).mustHold();
        Judgement judged = all.since(earlier);
        earlier = all;
        return judged;
    }

    private JavaProcess startSilent() {
        return stage.keep(JavaProcess.start(new JavaProcess.Start(
                "silent",
                stage.folder(),
                128,
                List.of(),
                SilentExecutor.class,
                List.of(
                        stage.bootstrapServers(),
                        stage.topics().cluster(),
                        Stage.GROUP,
                        stage.folder().resolve("silent" + SilentExecutor.LEDGER).toString()))));
    }

    private Set<String> taken() {
        return LedgerFile.read(stage.folder(), SilentExecutor.LEDGER).stream()
                .map(line -> line.get(0))
                .collect(Collectors.toSet());
    }

    private Set<String> leases(JavaProcess of) {
        return stage.runs(of.name()).stream().filter(Run::began).map(Run::lease).collect(Collectors.toSet());
    }

    private void deleteOffsets() throws Exception {
        try (Admin admin = stage.admin()) {
            String group = stage.topics().executorConsumerGroup(Stage.GROUP);
            admin.deleteConsumerGroups(List.of(group)).all().get(20, TimeUnit.SECONDS);
        }
        assertThat(stage.dispatchOffsets().committed()).isEmpty();
    }

    private Set<String> garbledKeys() {
        return stage.submissions().stream()
                .map(Submission::key)
                .filter(key -> key.startsWith(Stage.GROUP + "/" + Garbler.GARBLED))
                .collect(Collectors.toSet());
    }

    /** How many of these jobs were handed out before any of them was handed out again. */
    private long handedOutAtFirst(Set<String> keys) {
        List<AttemptDispatched> attempts = keys.stream()
                .flatMap(key -> stage.decisions().of(key).attempts().stream())
                .toList();
        Instant again = attempts.stream()
                .filter(each -> each.attempt() > 1)
                .map(AttemptDispatched::dispatchedAt)
                .min(Instant::compareTo)
                .orElseThrow();
        long first = attempts.stream()
                .filter(each -> each.dispatchedAt().isBefore(again))
                .count();
        System.out.printf("%d of %d garbled attempts had filled the room%n", first, keys.size());
        return first;
    }

    private void awaitEnded(Collection<String> keys) {
        await().atMost(LONG)
                .until(() ->
                        keys.stream().allMatch(key -> stage.decisions().of(key).ended() > 0));
    }

    private Instant firstRunOf(String executor, String submitter) {
        return stage.runs(executor).stream()
                .filter(run -> run.key().startsWith(Stage.GROUP + "/" + submitter))
                .map(Run::at)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private long ignoredReports() {
        Decisions log = stage.decisions();
        return log.keys().stream()
                .mapToLong(key -> log.of(key).ignored().size())
                .sum();
    }
}
