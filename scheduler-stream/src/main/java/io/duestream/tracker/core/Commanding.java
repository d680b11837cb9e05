package io.duestream.tracker.core;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.JobRules;
import io.duestream.job.OnDuplicate;
import io.duestream.job.Phase;
import io.duestream.job.Problem;
import io.duestream.job.Trigger;
import io.duestream.record.command.CancelJob;
import io.duestream.record.command.Command;
import io.duestream.record.command.PauseJob;
import io.duestream.record.command.RescheduleJob;
import io.duestream.record.command.ResumeJob;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.command.UpdateJob;
import io.duestream.record.event.CommandRefused;
import io.duestream.record.event.DefinitionCause;
import io.duestream.record.event.DefinitionChanged;
import io.duestream.record.event.DuplicateIgnored;
import io.duestream.record.event.DuplicateReason;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobCancelled;
import io.duestream.record.event.JobPaused;
import io.duestream.record.event.JobRejected;
import io.duestream.record.event.JobResumed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What commands do to a job. */
final class Commanding {
    private static final int MOST_REASONS = 64;
    private static final int LONGEST_REASON = 1024;

    private final NextFire nextFire;
    private final Opening opening;
    private final Timing timing;
    private final Ending ending;

    Commanding(NextFire nextFire, Opening opening, Timing timing, Ending ending) {
        this.nextFire = nextFire;
        this.opening = opening;
        this.timing = timing;
        this.ending = ending;
    }

    void accept(Draft draft, JobKey key, Input.CommandReceived input) {
        SubmitJob submit = (SubmitJob) input.command();
        if (input.knownSubmission()) {
            draft.state(new DuplicateIgnored(DuplicateReason.SAME_SUBMISSION, Optional.empty(), Phase.NONE));
            return;
        }
        JobDefinition definition = submit.definition().value();
        List<String> reasons = problems(key, definition, draft.now());
        if (!reasons.isEmpty()) {
            draft.state(new JobRejected(reasons));
            return;
        }
        Instant anchor = nextFire.anchor(definition.trigger(), draft.now());
        draft.state(new JobAccepted(
                input.position(),
                submit.definition(),
                draft.now(),
                anchor,
                nextFire.first(definition.trigger(), anchor),
                submit.possibleDuplicate(),
                submit.submissionId(),
                submit.lineage()));
        opening.openDue(draft);
    }

    /** All reasons to refuse a submission, a trigger that has no fire left among them. */
    private List<String> problems(JobKey key, JobDefinition definition, Instant now) {
        List<String> reasons = brokenRules(key, definition);
        if (reasons.isEmpty()
                && nextFire.first(definition.trigger(), nextFire.anchor(definition.trigger(), now))
                        .isEmpty()) {
            reasons.add("trigger: has no fire after " + now + "; it would never run");
        }
        return reasons;
    }

    private static List<String> brokenRules(JobKey key, JobDefinition definition) {
        List<Problem> problems = JobRules.problems(key, definition);
        List<String> reasons = new ArrayList<>();
        for (Problem problem : problems.subList(0, Math.min(problems.size(), MOST_REASONS))) {
            reasons.add(cut(problem.toString()));
        }
        return reasons;
    }

    void keepOrReplace(Draft draft, JobKey key, Input.CommandReceived input) {
        SubmitJob submit = (SubmitJob) input.command();
        Job job = draft.job();
        boolean same =
                submit.submissionId().isPresent() && submit.submissionId().equals(job.submissionId());
        if (same || input.knownSubmission()) {
            ignore(draft, DuplicateReason.SAME_SUBMISSION);
        } else if (submit.definition().value().onDuplicate() == OnDuplicate.KEEP) {
            ignore(draft, DuplicateReason.JOB_KEPT);
        } else {
            List<String> reasons = problems(key, submit.definition().value(), draft.now());
            if (reasons.isEmpty()) {
                define(draft, DefinitionCause.REPLACED, submit.definition(), submit.submissionId());
                ending.endIdleShards(draft, FireEnd.REPLACED, "a submission replaced the definition");
                opening.openDue(draft);
            } else {
                draft.state(new JobRejected(reasons));
            }
        }
    }

    private static void ignore(Draft draft, DuplicateReason reason) {
        Job job = draft.job();
        Optional<JobId> live = Optional.of(job.id());
        draft.state(new DuplicateIgnored(reason, live, job.phase()));
    }

    void update(Draft draft, JobKey key, Command command) {
        Encoded<JobDefinition> definition = ((UpdateJob) command).definition();
        boolean sameTrigger =
                definition.value().trigger().equals(draft.job().definition().trigger());
        List<String> reasons =
                sameTrigger ? brokenRules(key, definition.value()) : problems(key, definition.value(), draft.now());
        if (!reasons.isEmpty()) {
            refuse(draft, command, String.join("; ", reasons));
            return;
        }
        if (sameTrigger) {
            defineWithoutTrigger(draft, definition);
        } else {
            define(draft, DefinitionCause.UPDATED, definition, Optional.empty());
        }
        opening.openDue(draft);
    }

    void reschedule(Draft draft, JobKey key, Command command) {
        Trigger trigger = ((RescheduleJob) command).trigger();
        JobDefinition definition =
                draft.job().definition().toBuilder().trigger(trigger).build();
        List<String> reasons = problems(key, definition, draft.now());
        if (reasons.isEmpty()) {
            define(draft, DefinitionCause.RESCHEDULED, Encoded.of(definition), Optional.empty());
            opening.openDue(draft);
        } else {
            refuse(draft, command, String.join("; ", reasons));
        }
    }

    private void define(
            Draft draft, DefinitionCause cause, Encoded<JobDefinition> definition, Optional<String> submissionId) {
        Instant anchor = nextFire.anchor(definition.value().trigger(), draft.now());
        draft.state(new DefinitionChanged(
                cause,
                draft.job().current().number() + 1,
                definition,
                anchor,
                nextFire.first(definition.value().trigger(), anchor),
                submissionId));
    }

    /** An update that leaves the trigger as it is does not begin it anew: the job keeps its place in it. */
    private static void defineWithoutTrigger(Draft draft, Encoded<JobDefinition> definition) {
        Job job = draft.job();
        draft.state(new DefinitionChanged(
                DefinitionCause.UPDATED,
                job.current().number() + 1,
                definition,
                job.schedule().anchor(),
                job.schedule().nextDue(),
                Optional.empty()));
    }

    void cancel(Draft draft, Command command) {
        CancelJob cancel = (CancelJob) command;
        draft.state(new JobCancelled(cancel.running(), cancel.reason()));
        if (cancel.running()) {
            ending.cancelOpenFires(draft, "the job was cancelled");
        } else {
            ending.endIdleShards(draft, FireEnd.CANCELLED, "the job was cancelled");
        }
    }

    void pause(Draft draft, Command command) {
        draft.state(new JobPaused(((PauseJob) command).reason()));
    }

    /** A pause ends as if the time it took had passed in one moment. */
    void resume(Draft draft, Command command) {
        draft.state(new JobResumed(((ResumeJob) command).reason()));
        timing.due(draft);
    }

    void refuse(Draft draft, Command command, String reason) {
        draft.state(new CommandRefused(command.getClass().getSimpleName(), cut(reason)));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON - 1) + "…";
    }
}
