package io.duestream.audit.verify;

import static io.duestream.audit.verify.HandMadeLog.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.audit.log.LogTopic;
import io.duestream.job.Bytes;
import io.duestream.job.Cron;
import io.duestream.job.FirePolicy;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobKey;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Phase;
import io.duestream.record.RecordInput;
import io.duestream.record.TimerInput;
import io.duestream.record.WalkInput;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.JobCarried;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.RetryScheduled;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.JobFold;
import io.duestream.tracker.core.StoredJob;
import io.duestream.tracker.store.JobStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A log whose beginning is gone, and a job that the tracker has written whole since. */
class CarriedJobTest {
    private static final JobKey KEY = new JobKey("mail", "job");
    private final HandMadeLog log = new HandMadeLog();
    private Optional<Job> job = Optional.empty();

    /** Decides, and lets the tracker's own fold follow. */
    private void decide(RecordInput input, Phase phase, Instant wakeAt, JobEvent... events) {
        if (input == null) {
            log.decide(KEY, new TimerInput(), phase, wakeAt, List.of(events));
        } else {
            log.decide(KEY, input, phase, wakeAt, List.of(events));
        }
        for (JobEvent event : events) {
            job = JobFold.apply(job, event);
        }
    }

    /** Three fires and a retry; each fire runs beside the others. */
    private void livesForAWhile() {
        JobDefinition definition = JobDefinition.builder()
                .trigger(Cron.of("0 * * * * ?", "UTC"))
                .firing(FirePolicy.DEFAULT.with(OverlapPolicy.ALLOW))
                .build();
        RecordInput command = log.command();
        decide(command, Phase.SCHEDULED, at(60), log.accepted(KEY, command, definition, at(0), at(60)));
        for (int fire = 1; fire <= 3; fire++) {
            log.when(60 * fire);
            decide(
                    null,
                    Phase.QUEUED,
                    at(60 * (fire + 1)),
                    log.opened(fire, at(60 * fire), at(60 * (fire + 1))),
                    log.dispatched(KEY, fire, 1, fire));
        }
        RecordInput report = log.report(KEY, 2, log.token(KEY, 2), 1, HandMadeLog.success());
        decide(
                report,
                Phase.QUEUED,
                at(200),
                log.ended(KEY, 2, 2, 1, AttemptEnd.LATER),
                new RetryScheduled(2, 0, 1, at(200)));
    }

    private JobCarried carried(Job carried) {
        return new JobCarried(Bytes.of(JobStore.encodeWhole(new StoredJob(5, Optional.of(at(200)), at(0), carried))));
    }

    private void carry(Job carried) {
        log.decide(KEY, new WalkInput(), Phase.QUEUED, at(200), List.of(carried(carried)));
    }

    private static List<String> found(Verdict verdict) {
        List<String> found = new ArrayList<>();
        verdict.violations().forEach(each -> found.add(each.check()));
        return found;
    }

    @Test
    void a_job_that_is_carried_as_its_events_made_it_is_fine() {
        livesForAWhile();
        carry(job.orElseThrow());

        Verdict verdict = log.verdict();

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.checks())
                .filteredOn(each -> each.name().equals("carried-agrees"))
                .singleElement()
                .satisfies(each -> assertThat(each.checked()).isEqualTo(1));
    }

    @Test
    void a_state_that_differs_from_the_events_is_found() {
        livesForAWhile();
        Job other = job.orElseThrow().withFires(job.orElseThrow().fires().subList(0, 2));

        carry(other);

        assertThat(found(log.verdict())).containsExactly("carried-agrees");
    }

    @Test
    void without_its_beginning_a_job_is_unknown_and_only_what_stands_there_is_checked() {
        livesForAWhile();
        log.delete(LogTopic.AUDIT, 2);

        Verdict verdict = log.verdict();

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.completeFrom()).contains(at(120));
        assertThat(verdict.unknown()).isEqualTo(1);
        assertThat(verdict.checks())
                .filteredOn(each -> each.name().equals("expected-fires"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.checked()).isZero();
                    assertThat(each.notCheckable()).isPositive();
                });
    }

    @Test
    void from_the_state_that_was_carried_everything_is_checked_again() {
        livesForAWhile();
        carry(job.orElseThrow());
        log.delete(LogTopic.AUDIT, 3);
        log.when(240);
        decide(null, Phase.QUEUED, at(200), log.opened(4, at(240), at(360)), log.dispatched(KEY, 4, 1, 3));

        Verdict verdict = log.verdict();

        assertThat(verdict.unknown()).isZero();
        // The retry of fire 2 never came either.
        assertThat(found(verdict)).containsExactly("expected-fires", "attempts-increase", "wakes-have-sequel");
    }

    @Test
    void a_state_that_nobody_can_read_leaves_the_job_unknown() {
        livesForAWhile();
        log.decide(
                KEY, new WalkInput(), Phase.QUEUED, at(200), List.of(new JobCarried(Bytes.utf8("not a job at all"))));
        log.delete(LogTopic.AUDIT, 3);

        assertThat(log.verdict().violations()).isEmpty();
        assertThat(log.verdict().unknown()).isEqualTo(1);
    }
}
