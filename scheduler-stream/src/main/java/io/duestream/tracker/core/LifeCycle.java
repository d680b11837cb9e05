package io.duestream.tracker.core;

import io.duestream.job.Phase;

/**
 * Which reaction each input meets in each phase. All pairs stand in this one switch; a pair that nobody thought of does
 * not compile. The table in the documentation is made from it.
 */
public final class LifeCycle {
    private LifeCycle() {}

    /** The reaction to an input in a phase. */
    public static Reaction reaction(Phase phase, InputKind input) {
        return switch (phase) {
            case NONE, ENDED -> withoutJob(input);
            case SCHEDULED, WAITING, QUEUED, RUNNING, BACKING_OFF -> active(input);
            case PAUSED -> paused(input);
            case CANCELLING -> cancelling(input);
        };
    }

    private static Reaction withoutJob(InputKind input) {
        return switch (input) {
            case SUBMIT -> Reaction.ACCEPT;
            case UPDATE, RESCHEDULE, CANCEL, CANCEL_RUNNING, PAUSE, RESUME, TRIGGER -> Reaction.REFUSE_NO_JOB;
            case STARTED, FINISHED, NOT_STARTED, DOUBTED -> Reaction.IGNORE_REPORT;
            case DUE, ADMITTED, SUSPECTED, OTHER -> Reaction.NOTHING;
        };
    }

    private static Reaction active(InputKind input) {
        return switch (input) {
            case SUBMIT -> Reaction.KEEP_OR_REPLACE;
            case UPDATE -> Reaction.DEFINE;
            case RESCHEDULE -> Reaction.RESCHEDULE;
            case CANCEL -> Reaction.CANCEL;
            case CANCEL_RUNNING -> Reaction.CANCEL_ALL;
            case PAUSE -> Reaction.PAUSE;
            case RESUME -> Reaction.REFUSE_NOT_PAUSED;
            case TRIGGER -> Reaction.TRIGGER;
            case STARTED, FINISHED, NOT_STARTED, DOUBTED -> Reaction.COMPARE_LEASE;
            case DUE -> Reaction.TAKE_TIME;
            case ADMITTED -> Reaction.DISPATCH;
            case SUSPECTED -> Reaction.DOUBT;
            case OTHER -> Reaction.NOTHING;
        };
    }

    private static Reaction paused(InputKind input) {
        return switch (input) {
            case PAUSE -> Reaction.REFUSE_PAUSED;
            case RESUME -> Reaction.RESUME;
            case DUE -> Reaction.TAKE_TIME_PAUSED;
            case SUBMIT, UPDATE, RESCHEDULE, CANCEL, CANCEL_RUNNING, TRIGGER -> active(input);
            case STARTED, FINISHED, NOT_STARTED, DOUBTED -> active(input);
            case ADMITTED, SUSPECTED, OTHER -> active(input);
        };
    }

    private static Reaction cancelling(InputKind input) {
        return switch (input) {
            case UPDATE, RESCHEDULE, CANCEL, PAUSE, RESUME, TRIGGER -> Reaction.REFUSE_CANCELLED;
            case DUE -> Reaction.TAKE_TIME_CANCELLED;
            case ADMITTED -> Reaction.NOTHING;
            case SUBMIT, CANCEL_RUNNING -> active(input);
            case STARTED, FINISHED, NOT_STARTED, DOUBTED -> active(input);
            case SUSPECTED, OTHER -> active(input);
        };
    }
}
