package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** The broker goes while everybody works; nobody who was told yes is forgotten. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokerSpec {
    private static final Duration LONG = Duration.ofSeconds(120);

    /** In seconds. */
    private static final int AWAY = load(10, 65);

    /** With which a row is over before its time is, whatever happens. */
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);

    /** Two seconds until an executor stores what is not acknowledged, and one for the last flush. */
    private static final Duration STORED_WITHIN = Duration.ofSeconds(3);

    private final Stages stages = new Stages("broker");
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
    @Order(1)
    void whoever_was_told_yes_while_the_broker_is_killed_and_started_again_has_his_jobs_run(TestInfo test) {
        begin();
        JavaProcess executor = stage.startExecutor("executor", 8);
        int kills = load(1, 3);
        int jobs = kills * load(300, 1_500);
        Plan plan = Plan.of(
                        Stage.GROUP,
                        jobs / 2,
                        JobKind.NOW,
                        JobKind.TIMED,
                        JobKind.NOW,
                        JobKind.SHARDED,
                        JobKind.REPEATED,
                        JobKind.RETRIED,
                        JobKind.STEERED)
                .due(Instant.now().plusSeconds(4), Duration.ofSeconds(10L * kills))
                .paced(Duration.ofMillis(15))
                .running(Duration.ofMillis(20));
        JavaProcess one = stage.startSubmitter("one", plan);
        JavaProcess two = stage.startSubmitter("two", plan);

        List<Instant> returns = new ArrayList<>();
        for (int i = 1; i <= kills; i++) {
            long soFar = i;
            await().atMost(LONG).until(() -> stage.submissions().size() > jobs * (2 * soFar - 1) / (2 * kills + 1));
            stage.broker().kill();
            long before = stored();
            await().atMost(LONG).until(() -> stored() > before + 10);
            stage.startBroker();
            returns.add(Instant.now());
        }
        one.awaitSaid(Submitter.DRAINED);
        two.awaitSaid(Submitter.DRAINED);

        Judgement judged = stage.judge(LONG).mustHold();
        assertThat(judged.jobs()).isEqualTo(jobs);
        assertThat(judged.stored()).isPositive();
        assertThat(judged.repeated()).as("runs repeated").isZero();
        assertThat(judged.again()).as("attempts handed out again").isZero();
        Reliability.row(
                test,
                "`kill -9` and restart of the broker, %d times, two submitters and an executor at work; gap since it is back"
                        .formatted(kills),
                "%,d jobs, %,d of them stored".formatted(judged.jobs(), judged.stored()),
                judged,
                returns.stream()
                        .map(this::longest)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
        executor.end();
    }

    @Test
    @Order(2)
    void what_was_stored_arrives_in_order_though_its_submitter_and_its_executor_died_while_the_broker_was_away(
            TestInfo test) {
        begin();
        JavaProcess executor = stage.startExecutor("first", 40);
        int jobs = load(500, 3_000);
        Plan plan = Plan.of(Stage.GROUP, jobs, JobKind.NOW, JobKind.SHARDED, JobKind.STEERED)
                .due(Instant.now().plusSeconds(load(10, 30)), Duration.ofSeconds(load(20, 30)))
                .paced(Duration.ofMillis(10))
                .running(Duration.ofSeconds(2));
        JavaProcess submitter = stage.startSubmitter("first-submitter", plan);
        await().atMost(LONG).until(() -> stage.runs("first").size() > 20);

        long before = stored();
        stage.broker().kill();
        Instant gone = Instant.now();
        await().atMost(LONG).until(() -> stored() > before + jobs / 50);
        await().atMost(LONG)
                .until(() -> endedBetween("first", gone, Instant.now().minus(stage.unhurried(STORED_WITHIN))) > 0);
        submitter.kill();
        executor.kill();
        Instant killed = Instant.now();
        // Takes over what the dead have stored, and has nowhere to send it yet.
        JavaProcess heir = stage.startSubmitter(
                "second-submitter", Plan.of(Stage.GROUP, jobs / 10, JobKind.NOW).running(Duration.ofMillis(100)));
        await().atMost(LONG).until(() -> Instant.now().isAfter(gone.plusSeconds(AWAY)));
        heir.awaitSaid(Submitter.DONE);
        stage.startBroker();
        Instant back = Instant.now();
        heir.awaitSaid(Submitter.DRAINED);
        stage.startExecutor("second", 40);

        Judgement judged = stage.judge(SETTLED_WITHIN).mustHold();
        assertThat(judged.stored()).isGreaterThan(before);
        Reruns reruns = Reruns.of(stage.runs("first"), stage.runs("second"), killed);
        long results = endedBetween("first", gone, killed) - reruns.repeated().size();
        Reliability.row(
                test,
                "broker away for %d s, executor and submitter killed meanwhile; gap since it is back".formatted(AWAY),
                "%,d jobs, %,d of them stored, and %,d results".formatted(judged.jobs(), judged.stored(), results),
                judged,
                longest(back));
        assertThat(results).as("stored results that counted").isPositive();
        assertThat(reruns.oldestRepeated())
                .as("how long before its death the executor had ended what ran again")
                .isLessThan(stage.unhurried(STORED_WITHIN));
        assertThat(reruns.elsewhere()).isEmpty();
        assertThat(judged.repeated() + judged.again())
                .as("repeated, of %s unfinished and %s just ended", reruns.unfinished(), reruns.repeated())
                .isLessThanOrEqualTo(
                        reruns.unfinished().size() + reruns.repeated().size());
    }

    private long endedBetween(String executor, Instant from, Instant to) {
        return stage.runs(executor).stream()
                .filter(run -> run.what().equals(Run.SUCCEEDED))
                .filter(run -> run.at().isAfter(from) && run.at().isBefore(to))
                .count();
    }

    /** From the broker's return to the first dispatch after it, on the partition that waited longest. */
    private Duration longest(Instant back) {
        return stage.decisions().resumedAfter(back).values().stream()
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private void begin() {
        stage = stages.open(each -> each.startTracker("tracker"));
    }

    private long stored() {
        return stage.submissions().stream().filter(Submission::stored).count();
    }
}
