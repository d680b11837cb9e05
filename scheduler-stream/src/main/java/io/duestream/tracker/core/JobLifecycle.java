package io.duestream.tracker.core;

import io.duestream.job.JobKey;
import io.duestream.job.Phase;
import io.duestream.record.JobFeedback;
import io.duestream.record.event.ReportIgnored;
import java.time.Instant;
import java.util.Optional;

/** Decides what a job does. Pure: the same job, input and time give the same decision. Thread-safe. */
public final class JobLifecycle {
    private final CoreSettings settings;
    private final Commanding commanding;
    private final Reporting reporting;
    private final Timing timing;
    private final Ending ending = new Ending();
    private final Triggering triggering = new Triggering(ending);

    /** The rules under the given settings. */
    public JobLifecycle(CoreSettings settings) {
        this.settings = settings;
        NextFire nextFire = new NextFire();
        Opening opening = new Opening(settings, nextFire, ending);
        this.timing = new Timing(settings, opening, ending);
        this.commanding = new Commanding(nextFire, opening, timing, ending);
        this.reporting = new Reporting(settings, opening, ending);
    }

    /** The settings of these rules. */
    public CoreSettings settings() {
        return settings;
    }

    /**
     * What an input does.
     *
     * @param key the job key that the input names
     * @param before the job that lives under the key, if one does
     * @param now the tracker's clock
     */
    public Decision decide(JobKey key, Optional<Job> before, Input input, Instant now) {
        Draft draft = new Draft(before, now);
        Phase phase = before.map(Job::phase).orElse(Phase.NONE);
        react(draft, key, input, LifeCycle.reaction(phase, InputKind.of(input)));
        ending.settle(draft);
        return draft.done();
    }

    private void react(Draft draft, JobKey key, Input input, Reaction reaction) {
        switch (reaction) {
            case TAKE_TIME, TAKE_TIME_PAUSED, TAKE_TIME_CANCELLED -> timing.due(draft);
            case DISPATCH -> dispatch(draft, (Input.Admitted) input);
            case DOUBT -> timing.suspect(draft, (Input.Suspected) input);
            case COMPARE_LEASE -> reporting.report(draft, ((Input.FeedbackReceived) input).feedback());
            case IGNORE_REPORT -> ignore(draft, ((Input.FeedbackReceived) input).feedback());
            case NOTHING -> {}
            case ACCEPT, KEEP_OR_REPLACE, DEFINE, RESCHEDULE, CANCEL, CANCEL_ALL, PAUSE, RESUME, TRIGGER ->
                command(draft, key, (Input.CommandReceived) input, reaction);
            case REFUSE_NO_JOB, REFUSE_CANCELLED, REFUSE_PAUSED, REFUSE_NOT_PAUSED ->
                commanding.refuse(
                        draft,
                        ((Input.CommandReceived) input).command(),
                        reaction.sentence().substring("refused: ".length()));
        }
    }

    private void command(Draft draft, JobKey key, Input.CommandReceived input, Reaction reaction) {
        switch (reaction) {
            case ACCEPT -> commanding.accept(draft, key, input);
            case KEEP_OR_REPLACE -> commanding.keepOrReplace(draft, key, input);
            case DEFINE -> commanding.update(draft, key, input.command());
            case RESCHEDULE -> commanding.reschedule(draft, key, input.command());
            case CANCEL, CANCEL_ALL -> commanding.cancel(draft, input.command());
            case PAUSE -> commanding.pause(draft, input.command());
            case RESUME -> commanding.resume(draft, input.command());
            case TRIGGER -> triggering.trigger(draft);
            default -> throw new IllegalStateException(reaction + " is not a reaction to a command");
        }
    }

    private void dispatch(Draft draft, Input.Admitted input) {
        Job job = draft.job();
        Optional<Fire> fire = job.openFire(input.fire()).filter(open -> ReadyShard.mayRun(job, open));
        Optional<Shard> shard =
                job.shard(input.fire(), input.shard()).filter(each -> each.state() == ShardState.WAITING);
        if (fire.isEmpty() || shard.isEmpty()) {
            return;
        }
        timing.admit(draft, fire.get(), shard.get(), input.partition());
    }

    private static void ignore(Draft draft, JobFeedback feedback) {
        draft.state(new ReportIgnored(
                feedback.fire(),
                feedback.shard(),
                feedback.token(),
                feedback.generation(),
                feedback.node(),
                feedback.body().getClass().getSimpleName(),
                "no job lives under the key"));
    }
}
