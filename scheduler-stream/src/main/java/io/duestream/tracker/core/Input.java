package io.duestream.tracker.core;

import io.duestream.job.JobId;
import io.duestream.job.Token;
import io.duestream.record.JobFeedback;
import io.duestream.record.command.Command;
import io.duestream.record.report.DoubtReason;

/** What a decision answers. */
public sealed interface Input {
    /**
     * A command was read.
     *
     * @param command what is asked
     * @param position where it stands; the job id, if it is a submission that is accepted
     * @param knownSubmission whether its submission id was seen before
     */
    record CommandReceived(Command command, JobId position, boolean knownSubmission) implements Input {}

    /** A report was read. */
    record FeedbackReceived(JobFeedback feedback) implements Input {}

    /** The job's wake time has come. */
    record Due() implements Input {}

    /** There is room for a waiting shard, on this partition of the group's dispatch topic. */
    record Admitted(long fire, int shard, int partition) implements Input {}

    /** An attempt may be dead; only the log can tell. */
    record Suspected(long fire, int shard, Token token, DoubtReason reason) implements Input {}
}
