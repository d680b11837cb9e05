package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.record.event.AttemptStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** An executor stands still past its session, as a machine does that pages, and goes on as if nothing had been. */
@Timeout(180)
class ExecutorFreezeSpec {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Duration RUNS_AGAIN_WITHIN = Duration.ofSeconds(12);
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(2);

    private final Stage stage = new Stage("executor-freeze");

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void late_results_change_nothing_and_runners_see_that_their_leases_are_gone(TestInfo test) throws Exception {
        stage.startTracker("tracker");
        List<JavaProcess> executors = stage.startExecutors(100, "one", "two");
        int jobs = load(40, 100);
        stage.submit("long", Plan.of(Stage.GROUP, jobs, JobKind.HELD));
        Decisions log = stage.decisions();
        await().atMost(LONG).until(() -> log.count(facts -> !facts.started().isEmpty()) == jobs);
        await().atMost(LONG).until(() -> stage.dispatchOffsets().allCommitted());
        // Whoever joined the group first may have taken all of it.
        JavaProcess frozen = executors.stream()
                .max(Comparator.comparingInt(each -> runsOn(each).size()))
                .orElseThrow();
        Set<String> there = runsOn(frozen);

        frozen.freeze();
        Instant stopped = Instant.now();
        await().atMost(LONG).until(() -> log.startedAfter(stopped).size() == there.size());
        frozen.thaw();
        Instant continued = Instant.now();
        await().atMost(LONG).until(() -> leasesLost(frozen).size() == there.size());
        stage.letGo();

        Judgement judged = stage.judge(LONG).mustHold();
        await().atMost(LONG)
                .until(() -> there.stream()
                        .allMatch(key -> log.of(key).ignored().stream()
                                .anyMatch(report -> report.report().equals("Finished"))));
        Duration again = Duration.between(
                stopped,
                log.startedAfter(stopped).stream()
                        .map(AttemptStarted::startedAt)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
        Duration seen = Duration.between(
                continued,
                leasesLost(frozen).stream()
                        .map(Run::at)
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
        System.out.printf(
                Locale.ROOT,
                "SIGCONT after %d ms: the last of %d runners saw %d ms later that its lease was gone; "
                        + "%d runs under tokens that ran elsewhere already%n",
                Duration.between(stopped, continued).toMillis(),
                there.size(),
                seen.toMillis(),
                judged.repeated());
        Reliability.row(
                test,
                "`SIGSTOP` of one of two executors past its session, then `SIGCONT`",
                "%d long jobs, %d of them there; leases seen gone after %.1f s"
                        .formatted(jobs, there.size(), seen.toMillis() / 1000.0),
                judged,
                again);
        assertThat(there).isNotEmpty();
        assertThat(there).allSatisfy(key -> assertThat(log.of(key).attempts()).hasSize(2));
        assertThat(judged.again()).isEqualTo(there.size());
        assertThat(seen).isLessThan(SEEN_WITHIN);
        assertThat(again).isLessThan(RUNS_AGAIN_WITHIN);
    }

    private Set<String> runsOn(JavaProcess executor) {
        return stage.runs(executor.name()).stream().map(Run::key).collect(Collectors.toSet());
    }

    /** Of what ran there before it was stopped. */
    private List<Run> leasesLost(JavaProcess executor) {
        return stage.runs(executor.name()).stream()
                .filter(run -> run.what().equals(Run.LEASE_LOST) && run.attempt() == 1)
                .toList();
    }
}
