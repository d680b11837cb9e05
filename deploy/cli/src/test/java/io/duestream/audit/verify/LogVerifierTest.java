package io.duestream.audit.verify;

import static io.duestream.audit.verify.HandMadeLog.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.audit.log.LogTopic;
import io.duestream.job.JobKey;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Phase;
import io.duestream.job.Token;
import io.duestream.record.RecordInput;
import io.duestream.record.TimerInput;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.CommandRefused;
import io.duestream.record.event.JobEnd;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.ReportIgnored;
import io.duestream.record.event.ShardReadied;
import io.duestream.record.report.Started;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Small logs, most of them with one mistake: jobs, their leases and their results. */
class LogVerifierTest extends JobStory {
    @Test
    void a_job_that_ran_is_proven() {
        runs(KEY);
        succeeds(KEY);

        Verdict verdict = log.verdict();

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.jobs()).isEqualTo(1);
        assertThat(verdict.alive()).isZero();
        assertThat(verdict.fires()).isEqualTo(1);
        assertThat(verdict.completeFrom()).isEmpty();
        assertThat(verdict.records()).containsEntry(LogTopic.AUDIT, 2L).containsEntry(LogTopic.DISPATCH, 1L);
    }

    @Test
    void a_second_job_under_a_key_while_the_first_lives_means_that_the_first_was_lost() {
        runs(KEY);
        runs(KEY);

        assertOnly(log.verdict(), "jobs-end-or-live", "it was lost after test.audit-0@0");
    }

    @Test
    void a_decision_about_a_job_that_was_never_accepted_is_a_violation() {
        runs(KEY);
        log.decide(new JobKey("mail", "ghost"), new TimerInput(), Phase.WAITING, null, List.of());

        assertOnly(log.verdict(), "jobs-end-or-live", "was never accepted or has ended");
    }

    @Test
    void a_job_without_anything_to_wait_for_is_lost() {
        RecordInput command = log.command();
        log.decide(
                KEY,
                command,
                Phase.WAITING,
                null,
                List.of(log.accepted(KEY, command, job(MINUTELY, OverlapPolicy.ALLOW), at(0), at(60))));

        assertThat(log.verdict().violations()).extracting(Violation::check).containsExactly("jobs-end-or-live");
    }

    @Test
    void a_wake_time_that_misses_the_next_fire_is_found() {
        RecordInput command = log.command();
        log.decide(
                KEY,
                command,
                Phase.SCHEDULED,
                at(120),
                List.of(log.accepted(KEY, command, job(MINUTELY), at(0), at(60))));

        assertOnly(log.verdict(), "wakes-planned", "left to wake at 2027-03-01T00:02:00Z", "due at");
    }

    @Test
    void a_job_that_overslept_is_found_once_the_log_has_gone_on_beyond_the_grace() {
        recurs(job(MINUTELY));
        log.when(69).answer(new JobKey("mail", "other"), log.command(), new CommandRefused("PauseJob", "no job"));
        assertThat(log.verdict().proven()).isTrue();

        log.when(71).answer(new JobKey("mail", "other"), log.command(), new CommandRefused("PauseJob", "no job"));

        assertOnly(log.verdict(), "wakes-have-sequel", "should have woken at 2027-03-01T00:01:00Z");
    }

    @Test
    void a_job_that_overslept_is_found_at_rest_though_nothing_else_happened() {
        recurs(job(MINUTELY));
        log.when(60);

        assertThat(log.verdict().proven()).isTrue();
        assertOnly(log.verdict(true), "wakes-have-sequel", "should have woken at");
    }

    @Test
    void a_second_lease_beside_a_live_one_is_found() {
        runs(KEY);
        log.decide(KEY, new TimerInput(), Phase.QUEUED, null, List.of(log.dispatched(KEY, 1, 2, 2)));

        assertOnly(log.verdict(), "one-lease", "is dispatched while it is OUT");
    }

    @Test
    void an_attempt_that_ends_without_a_sequel_is_found() {
        runs(KEY);
        RecordInput report = log.report(KEY, 1, log.token(KEY, 1), 1, HandMadeLog.success());
        log.decide(KEY, report, Phase.PAUSED, null, List.of(log.ended(KEY, 1, 1, 1, AttemptEnd.LATER)));

        assertOnly(log.verdict(), "one-lease", "nothing says what follows");
    }

    @Test
    void a_token_that_was_used_before_is_found() {
        runs(KEY);
        RecordInput report = log.report(KEY, 1, log.token(KEY, 1), 1, HandMadeLog.success());
        log.decide(
                KEY,
                report,
                Phase.QUEUED,
                null,
                List.of(
                        log.ended(KEY, 1, 1, 1, AttemptEnd.LOST),
                        new ShardReadied(1, 0, "lost"),
                        log.dispatched(KEY, 1, 2, 1)));

        assertOnly(log.verdict(), "attempts-increase", "expected halves are");
    }

    @Test
    void a_result_under_a_lower_lease_that_counts_is_found() {
        runs(KEY);
        RecordInput stale = log.report(KEY, 1, new Token(0, 0), 1, HandMadeLog.success());
        List<JobEvent> events = new ArrayList<>(log.succeeded(KEY, 1, 1, 1, at(0)));
        events.add(new JobEnded(JobEnd.COMPLETED));
        log.decide(KEY, stale, Phase.ENDED, null, events);

        assertOnly(log.verdict(), "stale-changes-nothing", "but the report is of");
    }

    @Test
    void an_attempt_that_goes_on_under_a_lower_generation_is_found() {
        runs(KEY);
        RecordInput started = log.report(KEY, 1, log.token(KEY, 1), 3, new Started(at(0)));
        log.decide(
                KEY,
                started,
                Phase.RUNNING,
                null,
                List.of(new AttemptStarted(1, 0, log.token(KEY, 1), 3, "executor", at(0), Optional.empty())));
        succeeds(KEY);

        assertOnly(log.verdict(), "stale-changes-nothing", "generation 1, but the lease held is", "generation 3");
    }

    @Test
    void an_attempt_that_a_timer_ends_is_found() {
        runs(KEY);
        log.decide(
                KEY,
                new TimerInput(),
                Phase.WAITING,
                null,
                List.of(log.ended(KEY, 1, 1, 0, AttemptEnd.TIMED_OUT), new ShardReadied(1, 0, "again")));

        assertOnly(log.verdict(), "stale-changes-nothing", "the decision answers no report");
    }

    @Test
    void a_result_under_the_lease_held_that_is_thrown_away_is_found() {
        runs(KEY);
        Token token = log.token(KEY, 1);
        RecordInput report = log.report(KEY, 1, token, 1, HandMadeLog.success());
        log.decide(
                KEY,
                report,
                Phase.QUEUED,
                null,
                List.of(new ReportIgnored(1, 0, Optional.of(token), 1, "executor", "Finished", "a mistake")));

        assertOnly(log.verdict(), "stale-changes-nothing", "but that lease is held");
    }

    @Test
    void a_report_that_is_ignored_for_a_reason_is_fine() {
        runs(KEY);
        Token stale = new Token(0, 0);
        RecordInput report = log.report(KEY, 1, stale, 1, HandMadeLog.success());
        log.decide(
                KEY,
                report,
                Phase.QUEUED,
                null,
                List.of(new ReportIgnored(1, 0, Optional.of(stale), 1, "executor", "Finished", "lower lease")));
        succeeds(KEY);

        assertThat(log.verdict().violations()).isEmpty();
    }
}
