package io.duestream.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.cli.doctor.StateFindings.Kind;
import io.duestream.cli.doctor.StateFindings.Problem;
import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Token;
import io.duestream.record.event.FireKind;
import io.duestream.record.report.DoubtReason;
import io.duestream.tracker.core.Attempt;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.core.Schedule;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.ShardState;
import io.duestream.tracker.core.Standing;
import io.duestream.tracker.core.StoredJob;
import io.duestream.tracker.core.Version;
import io.duestream.tracker.store.StateRows.JobRow;
import io.duestream.tracker.store.StateRows.ReadyRow;
import io.duestream.tracker.store.StateRows.RunningRow;
import io.duestream.tracker.store.StateRows.TimerRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateFoldTest {
    private static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    private static final JobKey KEY = new JobKey("mail", "one");

    private final StateFold fold = new StateFold(key -> true, NOW, Duration.ofDays(1));

    @Test
    void rows_that_fit_their_job_are_fine() {
        job(NOW.plusSeconds(60), running());
        fold.take(new TimerRow(KEY, NOW.plusSeconds(60)));
        fold.take(new RunningRow(KEY, "node", 1, 0));

        assertThat(fold.problems()).isEmpty();
        Map<String, Long> groups = new HashMap<>();
        fold.countInto(groups);
        assertThat(groups).isEqualTo(Map.of("mail", 1L));
    }

    @Test
    void a_timer_of_another_time_is_not_the_jobs() {
        job(NOW.plusSeconds(60), running());
        fold.take(new TimerRow(KEY, NOW.plusSeconds(59)));

        assertKinds(Kind.TIMER_WITHOUT_JOB, Kind.JOB_WITHOUT_TIMER);
    }

    @Test
    void a_job_that_should_have_woken_long_ago_is_overdue() {
        job(NOW.minusSeconds(301), running());
        fold.take(new TimerRow(KEY, NOW.minusSeconds(301)));

        assertKinds(Kind.OVERDUE);
    }

    @Test
    void a_running_row_of_a_fire_that_is_over_is_found() {
        job(NOW.plusSeconds(60), running());
        fold.take(new TimerRow(KEY, NOW.plusSeconds(60)));
        fold.take(new RunningRow(KEY, "node", 2, 0));
        fold.take(new RunningRow(new JobKey("mail", "gone"), "node", 1, 0));

        assertKinds(Kind.RUNNING_WITHOUT_JOB, Kind.RUNNING_WITHOUT_JOB);
    }

    @Test
    void an_attempt_that_nobody_started_in_time_is_found_unless_it_is_doubted() {
        job(NOW.plusSeconds(60), shard(ShardState.QUEUED, attempt(NOW.minusSeconds(3_601), Optional.empty())));
        fold.take(new TimerRow(KEY, NOW.plusSeconds(60)));
        assertKinds(Kind.NEVER_STARTED);

        job(
                NOW.plusSeconds(60),
                shard(ShardState.QUEUED, attempt(NOW.minusSeconds(3_601), Optional.of(NOW.plusSeconds(30)))));
        assertThat(fold.problems()).isEmpty();
    }

    @Test
    void a_doubt_that_is_not_answered_is_found() {
        job(
                NOW.plusSeconds(60),
                shard(ShardState.RUNNING, attempt(NOW.plusSeconds(9), Optional.of(NOW.minusSeconds(601)))));
        fold.take(new TimerRow(KEY, NOW.plusSeconds(60)));

        assertKinds(Kind.DOUBT_UNANSWERED);
    }

    @Test
    void a_fire_that_waits_is_fine_until_it_waits_too_long() {
        Instant due = NOW.minus(Duration.ofDays(2));
        Shard waiting = new Shard(
                0, ShardState.WAITING, 0, 0, 0, false, Optional.empty(), Optional.empty(), Optional.empty(), "");
        fold.take(new JobRow(KEY, new StoredJob(1, Optional.empty(), NOW, job(fire(due, waiting)))));
        fold.take(new ReadyRow(KEY, new ReadyShard(100, due, 4, 1, 0)));
        fold.take(new ReadyRow(KEY, new ReadyShard(100, NOW, 4, 1, 0)));

        assertThat(fold.problems())
                .extracting(Problem::kind)
                .containsExactlyInAnyOrder(Kind.WAITS_LONG, Kind.READY_WITHOUT_JOB);
    }

    private void assertKinds(Kind... kinds) {
        assertThat(fold.problems()).extracting(Problem::kind).containsExactlyInAnyOrder(kinds);
    }

    private void job(Instant wakeAt, Shard shard) {
        fold.take(new JobRow(KEY, new StoredJob(1, Optional.of(wakeAt), NOW, job(fire(NOW, shard)))));
    }

    private static Job job(Fire fire) {
        return new Job(
                new JobId(0, 4),
                NOW,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(new Version(1, Encoded.of(JobDefinition.builder().build()), Optional.empty())),
                Standing.ACTIVE,
                0,
                new Schedule(NOW, Optional.empty(), 1, 1),
                1,
                List.of(fire));
    }

    private static Fire fire(Instant dueAt, Shard shard) {
        return new Fire(1, FireKind.SCHEDULED, dueAt, dueAt, 1, 100, false, Optional.empty(), List.of(shard));
    }

    private static Shard running() {
        return shard(ShardState.RUNNING, attempt(NOW.plusSeconds(9), Optional.empty()));
    }

    private static Shard shard(ShardState state, Attempt attempt) {
        return new Shard(0, state, 1, 0, 0, false, Optional.of(attempt), Optional.empty(), Optional.empty(), "");
    }

    private static Attempt attempt(Instant startBy, Optional<Instant> doubtUntil) {
        return new Attempt(
                new Token(4, 1),
                1,
                0,
                NOW.minusSeconds(9),
                startBy,
                Optional.empty(),
                "node",
                Optional.empty(),
                doubtUntil.map(until -> DoubtReason.UNSEEN),
                doubtUntil,
                false);
    }
}
