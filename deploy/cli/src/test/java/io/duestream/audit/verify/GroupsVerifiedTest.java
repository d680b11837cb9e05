package io.duestream.audit.verify;

import static io.duestream.audit.verify.HandMadeLog.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.GroupSettings;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Phase;
import io.duestream.job.SettingsInForce;
import io.duestream.record.AdmissionInput;
import io.duestream.record.event.AdmissionChange;
import io.duestream.record.event.AdmissionChanged;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.GroupSettingsChanged;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.RetryScheduled;
import io.duestream.record.event.ShardReadied;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Small logs, most of them with one mistake: what was set for a whole group. */
class GroupsVerifiedTest extends JobStory {
    private static final JobKey PARTITION = new JobKey("~tracker", "0");

    private void said(JobEvent event) {
        log.answer(PARTITION, log.command(), event);
    }

    private void settings(long version, boolean paused, Integer concurrency) {
        Optional<Long> since = Optional.ofNullable(concurrency).map(any -> 1L);
        GroupSettings settings = new GroupSettings(
                true, paused, Optional.empty(), Optional.ofNullable(concurrency), Optional.empty(), Optional.empty());
        said(new GroupSettingsChanged("mail", new SettingsInForce(version, since, settings, "", "")));
    }

    private void moved(AdmissionChange change, long open) {
        said(new AdmissionChanged("mail", change, "", Optional.empty(), 1, 0, 0, open, 0, 0, 0, Optional.empty()));
    }

    @Test
    void a_dispatch_in_a_paused_group_is_found() {
        settings(1, true, null);
        runs(KEY);

        assertOnly(log.verdict(), "group-settings-hold", "is dispatched while its group is paused");
    }

    @Test
    void a_group_that_goes_on_after_a_pause_is_fine() {
        settings(1, true, null);
        settings(2, false, null);
        runs(KEY);

        assertThat(log.verdict().violations()).isEmpty();
    }

    @Test
    void a_limit_that_counts_right_is_fine() {
        settings(1, false, 2);
        moved(AdmissionChange.COUNTED, 1);
        moved(AdmissionChange.REQUESTED, 1);
        moved(AdmissionChange.GRANTED, 2);
        moved(AdmissionChange.USED, 2);
        moved(AdmissionChange.RELEASED, 1);

        assertThat(log.verdict().violations()).isEmpty();
    }

    @Test
    void an_admission_above_the_concurrency_is_found() {
        settings(1, false, 1);
        moved(AdmissionChange.GRANTED, 1);
        moved(AdmissionChange.GRANTED, 2);

        assertOnly(log.verdict(), "group-settings-hold", "2 may be out at once; at most 1 are allowed");
    }

    @Test
    void an_admission_that_is_lost_is_found() {
        settings(1, false, 5);
        moved(AdmissionChange.GRANTED, 1);
        moved(AdmissionChange.REQUESTED, 0);

        assertOnly(log.verdict(), "group-settings-hold", "0 are out after one was REQUESTED, 1 were before");
    }

    @Test
    void an_admission_that_comes_back_twice_is_found() {
        settings(1, false, 5);
        moved(AdmissionChange.GRANTED, 1);
        moved(AdmissionChange.RELEASED, 0);
        moved(AdmissionChange.RELEASED, 0);

        assertOnly(log.verdict(), "group-settings-hold", "0 are out after one was RELEASED, 0 were before");
    }

    private void admission(AdmissionChange change, long offset, int priority, long request, long open) {
        said(new AdmissionChanged(
                "mail",
                change,
                "",
                Optional.of(new JobId(0, offset)),
                1,
                0,
                0,
                open,
                0,
                request,
                priority,
                Optional.of(at(0))));
    }

    /** A limited group, and a job that waits in it; the offset of its submission. */
    private long waitsInLimitedGroup() {
        settings(1, false, 5);
        waits(KEY, 100);
        return log.token(KEY, 1).accepted();
    }

    private void dispatched(int attempt) {
        log.decide(KEY, new AdmissionInput(), Phase.QUEUED, null, List.of(log.dispatched(KEY, 1, attempt, attempt)));
    }

    @Test
    void a_dispatch_that_takes_its_admission_is_fine() {
        long job = waitsInLimitedGroup();
        admission(AdmissionChange.REQUESTED, job, 100, 1, 0);
        admission(AdmissionChange.GRANTED, job, 100, 1, 1);
        admission(AdmissionChange.RECEIVED, job, 0, 1, 0);
        dispatched(1);
        admission(AdmissionChange.USED, job, 0, 1, 1);

        assertThat(log.verdict().violations()).isEmpty();
    }

    @Test
    void a_dispatch_without_an_admission_is_found() {
        waitsInLimitedGroup();
        dispatched(1);

        assertOnly(log.verdict(), "group-settings-hold", "is dispatched without an admission of its group's owner");
    }

    @Test
    void two_dispatches_for_one_admission_are_found() {
        long job = waitsInLimitedGroup();
        admission(AdmissionChange.REQUESTED, job, 100, 1, 0);
        admission(AdmissionChange.GRANTED, job, 100, 1, 1);
        admission(AdmissionChange.RECEIVED, job, 0, 1, 0);
        dispatched(1);
        log.decide(
                KEY,
                log.report(KEY, 1, log.token(KEY, 1), 1, HandMadeLog.success()),
                Phase.WAITING,
                null,
                List.of(
                        log.ended(KEY, 1, 1, 1, AttemptEnd.FAILED),
                        new RetryScheduled(1, 0, 1, at(0)),
                        new ShardReadied(1, 0, "")));
        dispatched(2);

        assertThat(log.verdict().violations())
                .anySatisfy(each -> assertThat(each.words()).contains("is dispatched without an admission"));
    }

    @Test
    void a_dispatch_for_a_request_that_was_withdrawn_is_found() {
        long job = waitsInLimitedGroup();
        admission(AdmissionChange.REQUESTED, job, 100, 1, 0);
        admission(AdmissionChange.GRANTED, job, 100, 1, 1);
        admission(AdmissionChange.RECEIVED, job, 0, 1, 0);
        dispatched(1);
        admission(AdmissionChange.WITHDRAWN, job, 0, 1, 0);

        assertOnly(log.verdict(), "group-settings-hold", "was WITHDRAWN, and dispatched nevertheless");
    }

    @Test
    void a_grant_that_passes_a_better_request_is_found() {
        settings(1, false, 5);
        admission(AdmissionChange.REQUESTED, 7, 100, 1, 0);
        admission(AdmissionChange.REQUESTED, 8, 1, 2, 0);
        admission(AdmissionChange.GRANTED, 7, 100, 1, 1);

        assertOnly(log.verdict(), "group-settings-hold", "of job 0-7 (priority 100", "was GRANTED before");
    }

    @Test
    void older_settings_after_newer_ones_are_found() {
        settings(5, false, null);
        settings(4, false, null);

        assertOnly(log.verdict(), "group-settings-hold", "settings 4 of group mail follow settings 5");
    }
}
