package io.duestream.audit.verify;

import static io.duestream.audit.verify.HandMadeLog.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.OverlapPolicy;
import io.duestream.job.Phase;
import io.duestream.job.Repeat;
import io.duestream.job.Trigger;
import io.duestream.record.RecordInput;
import io.duestream.record.TimerInput;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.JobCancelled;
import io.duestream.record.event.JobPaused;
import io.duestream.record.event.RetryScheduled;
import io.duestream.record.event.ShardReadied;
import io.duestream.record.event.SkipReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Small logs, most of them with one mistake: due times, policies and orders. */
class FiresVerifiedTest extends JobStory {
    @Test
    void a_cron_fire_that_was_passed_over_is_found() {
        recurs(job(MINUTELY));
        log.when(60)
                .decide(
                        KEY,
                        new TimerInput(),
                        Phase.QUEUED,
                        null,
                        List.of(log.opened(1, at(60), at(180)), log.dispatched(KEY, 1, 1, 1)));

        assertOnly(
                log.verdict(),
                "expected-fires",
                "has its next fire due at 2027-03-01T00:03:00Z",
                "'0 * * * * ?' in UTC",
                "it should be 2027-03-01T00:02:00Z");
    }

    @Test
    void a_cron_fire_by_other_time_zone_rules_cannot_be_checked() {
        log.tzdata("2031c");
        recurs(job(MINUTELY));
        log.when(60)
                .decide(
                        KEY,
                        new TimerInput(),
                        Phase.QUEUED,
                        null,
                        List.of(log.opened(1, at(60), at(180)), log.dispatched(KEY, 1, 1, 1)));

        assertThat(log.verdict().proven()).isTrue();
        assertThat(log.verdict().checks())
                .filteredOn(each -> each.name().equals("expected-fires"))
                .singleElement()
                .satisfies(each -> assertThat(each.notCheckable()).isEqualTo(1));
    }

    @Test
    void a_skip_that_counts_wrong_is_found() {
        recurs(job(MINUTELY));
        log.when(400)
                .decide(
                        KEY,
                        new TimerInput(),
                        Phase.QUEUED,
                        null,
                        List.of(
                                new FiresSkipped(SkipReason.COLLAPSED, at(60), at(300), 4, Optional.of(at(360))),
                                log.opened(1, at(360), at(420)),
                                log.dispatched(KEY, 1, 1, 1)));

        assertOnly(log.verdict(), "expected-fires", "in number 4", "it should be 5");
    }

    @Test
    void a_skip_for_a_reason_that_the_job_does_not_know_is_found() {
        recurs(job(MINUTELY));
        log.when(400)
                .decide(
                        KEY,
                        new TimerInput(),
                        Phase.SCHEDULED,
                        at(420),
                        List.of(new FiresSkipped(SkipReason.MISFIRE, at(60), at(360), 6, Optional.of(at(420)))));

        assertOnly(log.verdict(), "skips-have-cause", "6 due times", "MISFIRE", "FIRE_ONCE");
    }

    @Test
    void a_skip_of_what_is_still_to_come_is_found() {
        recurs(job(MINUTELY));
        log.when(100)
                .decide(
                        KEY,
                        new TimerInput(),
                        Phase.SCHEDULED,
                        at(180),
                        List.of(new FiresSkipped(SkipReason.COLLAPSED, at(60), at(120), 2, Optional.of(at(180)))));

        assertOnly(log.verdict(), "skips-have-cause", "before they came");
    }

    @Test
    void a_repeat_that_ends_before_its_count_is_used_up_is_found() {
        RecordInput command = log.command();
        Trigger twice = Repeat.of(Duration.ofMinutes(1), 2);
        log.decide(
                KEY,
                command,
                Phase.QUEUED,
                null,
                List.of(
                        log.accepted(KEY, command, job(twice), at(0), at(0)),
                        log.opened(1, at(0), at(60)),
                        log.dispatched(KEY, 1, 1, 1)));
        succeeds(KEY);

        assertOnly(log.verdict(), "expected-fires", "ends as completed before its next fire");
    }

    @Test
    void a_fire_beside_another_that_the_policy_forbids_is_found() {
        recurs(job(MINUTELY, OverlapPolicy.SKIP));
        log.when(60)
                .decide(
                        KEY,
                        new TimerInput(),
                        Phase.QUEUED,
                        at(120),
                        List.of(log.opened(1, at(60), at(120)), log.dispatched(KEY, 1, 1, 1)));
        log.when(120)
                .decide(
                        KEY,
                        new TimerInput(),
                        Phase.QUEUED,
                        at(180),
                        List.of(log.opened(2, at(120), at(180)), log.dispatched(KEY, 2, 1, 2)));

        assertOnly(log.verdict(), "overlap-holds", "fire 2 is opened under SKIP while open are [fire 1]");
    }

    @Test
    void a_fire_of_a_paused_job_is_found() {
        recurs(job(MINUTELY));
        log.decide(KEY, log.command(), Phase.PAUSED, null, List.of(new JobPaused("")));
        log.when(60).decide(KEY, new TimerInput(), Phase.PAUSED, null, List.of(log.opened(1, at(60), at(120))));

        assertOnly(log.verdict(), "orders-hold", "fire 1 opens while the job is PAUSED");
    }

    @Test
    void a_retry_of_a_cancelled_job_is_found() {
        runs(KEY);
        log.decide(KEY, log.command(), Phase.CANCELLING, null, List.of(new JobCancelled(false, "")));
        RecordInput report = log.report(KEY, 1, log.token(KEY, 1), 1, HandMadeLog.success());
        log.decide(
                KEY,
                report,
                Phase.BACKING_OFF,
                at(30),
                List.of(log.ended(KEY, 1, 1, 1, AttemptEnd.LATER), new RetryScheduled(1, 0, 1, at(30))));

        assertOnly(log.verdict(), "orders-hold", "a retry of fire 1 is planned while the job is CANCELLING");
    }

    @Test
    void a_retry_before_its_time_is_found() {
        runs(KEY);
        RecordInput report = log.report(KEY, 1, log.token(KEY, 1), 1, HandMadeLog.success());
        log.decide(
                KEY,
                report,
                Phase.BACKING_OFF,
                at(30),
                List.of(log.ended(KEY, 1, 1, 1, AttemptEnd.LATER), new RetryScheduled(1, 0, 1, at(30))));
        log.when(29)
                .decide(
                        KEY,
                        new TimerInput(),
                        Phase.QUEUED,
                        null,
                        List.of(new ShardReadied(1, 0, "retry 1"), log.dispatched(KEY, 1, 2, 2)));

        assertOnly(log.verdict(), "never-early", "the retry of fire 1 shard 0 goes at", "before it is due");
    }
}
