package io.duestream.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.executor.delivery.Delivery;
import io.duestream.job.Token;
import io.duestream.record.JobDispatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RunRegistryTest {
    private static final Token OLDER = new Token(7, 1);
    private static final Token NEWER = new Token(7, 2);

    private final RunRegistry registry = new RunRegistry();
    private final List<Integer> reported = new ArrayList<>();

    @Test
    void runs_are_found_by_their_attempt_until_they_end() {
        Run run = begin(delivery("job", OLDER, 1)).orElseThrow();
        JobDispatch dispatch = run.delivery().dispatch();

        assertThat(registry.find(dispatch.jobId(), 3, 0, OLDER)).containsSame(run);
        assertThat(registry.find(dispatch.jobId(), 3, 0, NEWER)).isEmpty();
        assertThat(registry.all()).containsExactly(run);
        registry.end(run);

        assertThat(registry.size()).isZero();
        assertThat(registry.find(dispatch.jobId(), 3, 0, OLDER)).isEmpty();
    }

    @Test
    void an_older_attempt_learns_that_its_lease_is_gone_when_a_newer_one_begins() {
        Run older = begin(delivery("job", OLDER, 1)).orElseThrow();
        Run other = begin(delivery("other", OLDER, 1)).orElseThrow();

        Run newer = begin(delivery("job", NEWER, 1)).orElseThrow();

        assertThat(older.leaseLost()).isTrue();
        assertThat(newer.leaseLost()).isFalse();
        assertThat(other.leaseLost()).isFalse();
        assertThat(registry.size()).isEqualTo(3);
    }

    @Test
    void a_delivery_that_a_newer_attempt_has_overtaken_is_told() {
        begin(delivery("job", NEWER, 1));

        assertThat(registry.newer(delivery("job", OLDER, 2))).contains(NEWER);
        assertThat(registry.newer(delivery("job", NEWER, 2))).isEmpty();
        assertThat(registry.newer(delivery("other", OLDER, 2))).isEmpty();
    }

    @Test
    void an_attempt_that_runs_here_is_not_begun_again_but_goes_on_under_the_newer_lease() {
        Run run = begin(delivery("job", OLDER, 1)).orElseThrow();
        report(run);
        report(run);

        assertThat(begin(delivery("job", OLDER, 2))).isEmpty();
        report(run);
        run.end((delivery, startedAt) -> reported.add(-delivery.generation()));

        assertThat(reported).containsExactly(1, 2, -2);
        assertThat(run.leaseLost()).isFalse();
    }

    @Test
    void an_attempt_that_has_just_ended_here_is_begun_again() {
        Run run = begin(delivery("job", OLDER, 1)).orElseThrow();
        run.end((delivery, startedAt) -> {});

        assertThat(begin(delivery("job", OLDER, 2))).isPresent();
    }

    @Test
    void nothing_reaches_a_run_after_its_end() {
        Run run = begin(delivery("job", OLDER, 1)).orElseThrow();
        run.end((delivery, startedAt) -> {});

        assertThat(run.interrupt(Interruption.asked("late"))).isEmpty();
        report(run);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(run.leaseLost()).isFalse();
        assertThat(reported).isEmpty();
    }

    @Test
    void only_the_first_interruption_counts() {
        Run run = begin(delivery("job", OLDER, 1)).orElseThrow();

        assertThat(run.interrupt(Interruption.shutdown())).isPresent();
        assertThat(run.interrupt(Interruption.asked("cancelled"))).isEmpty();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(run.interruption()).contains(Interruption.shutdown());
        assertThat(run.leaseLost()).isTrue();
    }

    private Optional<Run> begin(Delivery delivery) {
        return registry.begin(delivery, Attempts.NOW);
    }

    private void report(Run run) {
        run.reportStarted((delivery, startedAt) -> {
            reported.add(delivery.generation());
            return CompletableFuture.completedFuture(null);
        });
    }

    private static Delivery delivery(String taskId, Token token, int generation) {
        return new Delivery(
                0, 1, 1, generation, false, 1, Attempts.of(taskId).token(token).dispatch());
    }
}
