package io.duestream.jmh;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Result;
import io.duestream.record.JobFeedback;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.report.Finished;
import io.duestream.record.report.Report;
import io.duestream.record.report.Started;
import io.duestream.tracker.core.CoreSettings;
import io.duestream.tracker.core.Decision;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.JobLifecycle;
import java.time.Instant;
import java.util.Optional;

/** The whole life of a job that is due at once and succeeds at its first attempt: four inputs, four decisions. */
final class Life {
    static final JobKey KEY = JobKey.parse("mail/invoice-2027-000017");
    static final Instant NOW = Instant.parse("2027-01-01T12:00:00Z");
    static final JobDefinition DEFINITION = JobDefinition.builder()
            .type("invoice")
            .parameter("customer", "4711")
            .payload("{\"invoice\":17,\"customer\":4711,\"amount\":\"129.90\",\"currency\":\"EUR\"}")
            .build();

    private static final JobId POSITION = new JobId(3, 1_234_567);
    private static final String EXECUTOR = "executor-1";

    private final JobLifecycle rules = new JobLifecycle(CoreSettings.DEFAULT);
    private final Input.CommandReceived submission;

    Life(SubmitJob submit) {
        this.submission = new Input.CommandReceived(submit, POSITION, false);
    }

    static SubmitJob submit() {
        return new SubmitJob(Optional.of("order-2027-000017"), false, Optional.empty(), Encoded.of(DEFINITION));
    }

    Decision accepted() {
        return rules.decide(KEY, Optional.empty(), submission, NOW);
    }

    Decision dispatched(Decision accepted) {
        return rules.decide(KEY, accepted.after(), new Input.Admitted(1, 0, 2), NOW.plusMillis(1));
    }

    Decision started(Decision dispatched) {
        return report(dispatched.after(), new Started(NOW.plusMillis(5)), NOW.plusMillis(6));
    }

    Decision ended(Decision started) {
        return report(started.after(), finished(), NOW.plusMillis(26));
    }

    static Finished finished() {
        return new Finished(Result.SUCCESS, "", "", Optional.of(NOW.plusMillis(5)), Optional.of(NOW.plusMillis(25)));
    }

    private Decision report(Optional<Job> job, Report body, Instant now) {
        return rules.decide(KEY, job, new Input.FeedbackReceived(feedback(job.orElseThrow(), body)), now);
    }

    static JobFeedback feedback(Job job, Report body) {
        return new JobFeedback(
                KEY.group(),
                KEY.taskId(),
                Optional.of(job.id()),
                1,
                0,
                Optional.of(
                        job.shard(1, 0).orElseThrow().attempt().orElseThrow().token()),
                1,
                EXECUTOR,
                Optional.empty(),
                body);
    }
}
