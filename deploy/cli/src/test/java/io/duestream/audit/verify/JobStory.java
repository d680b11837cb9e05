package io.duestream.audit.verify;

import static io.duestream.audit.verify.HandMadeLog.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.Cron;
import io.duestream.job.FirePolicy;
import io.duestream.job.Immediate;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobKey;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Phase;
import io.duestream.job.Trigger;
import io.duestream.record.RecordInput;
import io.duestream.record.event.JobEnd;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import java.util.ArrayList;
import java.util.List;

/** What many small logs have in common. */
class JobStory {
    static final JobKey KEY = new JobKey("mail", "job");
    static final Trigger MINUTELY = Cron.of("0 * * * * ?", "UTC");
    final HandMadeLog log = new HandMadeLog();

    static JobDefinition job(Trigger trigger) {
        return JobDefinition.builder().trigger(trigger).build();
    }

    static JobDefinition job(Trigger trigger, OverlapPolicy overlap) {
        return JobDefinition.builder()
                .trigger(trigger)
                .firing(FirePolicy.DEFAULT.with(overlap))
                .build();
    }

    static void assertOnly(Verdict verdict, String check, String... words) {
        assertThat(verdict.violations()).singleElement().satisfies(each -> {
            assertThat(each.check()).isEqualTo(check);
            assertThat(each.words()).contains(words);
        });
        assertThat(verdict.proven()).isFalse();
    }

    /** Accepts an immediate job and dispatches it. */
    void runs(JobKey key) {
        RecordInput command = log.command();
        log.decide(
                key,
                command,
                Phase.QUEUED,
                null,
                List.of(
                        log.accepted(key, command, job(new Immediate()), at(0), at(0)),
                        log.opened(1, at(0), null),
                        log.dispatched(key, 1, 1, 1)));
    }

    void succeeds(JobKey key) {
        RecordInput report = log.report(key, 1, log.token(key, 1), 1, HandMadeLog.success());
        List<JobEvent> events = new ArrayList<>(log.succeeded(key, 1, 1, 1, at(0)));
        events.add(new JobEnded(JobEnd.COMPLETED));
        log.decide(key, report, Phase.ENDED, null, events);
    }

    /** Accepts a job that fires each minute. */
    void recurs(JobDefinition definition) {
        RecordInput command = log.command();
        log.decide(
                KEY, command, Phase.SCHEDULED, at(60), List.of(log.accepted(KEY, command, definition, at(0), at(60))));
    }

    void waits(JobKey key, int priority) {
        RecordInput command = log.command();
        log.decide(
                key,
                command,
                Phase.WAITING,
                null,
                List.of(
                        log.accepted(key, command, job(new Immediate()), at(0), at(0)),
                        log.opened(1, at(0), null, priority, false)));
    }
}
