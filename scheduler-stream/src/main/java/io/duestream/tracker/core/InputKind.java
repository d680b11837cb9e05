package io.duestream.tracker.core;

import io.duestream.record.command.CancelJob;
import io.duestream.record.command.Command;
import io.duestream.record.command.PauseJob;
import io.duestream.record.command.RescheduleJob;
import io.duestream.record.command.ResumeJob;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.command.TriggerJob;
import io.duestream.record.command.UpdateJob;
import io.duestream.record.report.AttemptDoubted;
import io.duestream.record.report.Finished;
import io.duestream.record.report.NotStarted;
import io.duestream.record.report.Report;
import io.duestream.record.report.Started;

/** The kinds of input that the life cycle tells apart. */
public enum InputKind {
    /** {@code SubmitJob}. */
    SUBMIT,
    /** {@code UpdateJob}. */
    UPDATE,
    /** {@code RescheduleJob}. */
    RESCHEDULE,
    /** {@code CancelJob}. */
    CANCEL,
    /** {@code CancelJob} with {@code running}. */
    CANCEL_RUNNING,
    /** {@code PauseJob}. */
    PAUSE,
    /** {@code ResumeJob}. */
    RESUME,
    /** {@code TriggerJob}. */
    TRIGGER,
    /** {@code Started}. */
    STARTED,
    /** {@code Finished}. */
    FINISHED,
    /** {@code NotStarted}. */
    NOT_STARTED,
    /** {@code AttemptDoubted}. */
    DOUBTED,
    /** The wake time has come. */
    DUE,
    /** There is room for a shard. */
    ADMITTED,
    /** An attempt may be dead. */
    SUSPECTED,
    /** A command or report that speaks to the tracker, not to a job. */
    OTHER;

    static InputKind of(Input input) {
        if (input instanceof Input.CommandReceived received) {
            return of(received.command());
        } else if (input instanceof Input.FeedbackReceived received) {
            return of(received.feedback().body());
        } else if (input instanceof Input.Due) {
            return DUE;
        } else if (input instanceof Input.Admitted) {
            return ADMITTED;
        }
        return SUSPECTED;
    }

    private static InputKind of(Command command) {
        if (command instanceof SubmitJob) {
            return SUBMIT;
        } else if (command instanceof UpdateJob) {
            return UPDATE;
        } else if (command instanceof RescheduleJob) {
            return RESCHEDULE;
        } else if (command instanceof CancelJob cancel) {
            return cancel.running() ? CANCEL_RUNNING : CANCEL;
        } else if (command instanceof PauseJob) {
            return PAUSE;
        } else if (command instanceof ResumeJob) {
            return RESUME;
        } else if (command instanceof TriggerJob) {
            return TRIGGER;
        }
        return OTHER;
    }

    private static InputKind of(Report report) {
        if (report instanceof Started) {
            return STARTED;
        } else if (report instanceof Finished) {
            return FINISHED;
        } else if (report instanceof NotStarted) {
            return NOT_STARTED;
        } else if (report instanceof AttemptDoubted) {
            return DOUBTED;
        }
        return OTHER;
    }
}
