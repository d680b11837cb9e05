package io.duestream.tracker.topology;

import io.duestream.job.JobKey;
import io.duestream.job.JobRules;
import io.duestream.record.JobFeedback;
import io.duestream.record.report.Finished;
import io.duestream.record.report.NotStarted;
import io.duestream.record.report.Report;

/** Shortens what senders that are not ours made too long, and marks it, so that it can be written down at all. */
final class Cut {
    private static final String MARK = "…";
    private static final int GROUP = 64;
    private static final int NODE = 128;
    private static final int SUBMISSION_ID = 128;
    private static final int NOT_STARTED_REASON = 1_024;
    private static final int MESSAGE = 8_192;

    private Cut() {}

    /** Whether a key can stand in an audit record as one of a job: it is not too long, and not the tracker's own. */
    static boolean fits(JobKey key) {
        return key.group().length() <= GROUP && key.taskId().length() <= JobRules.MAX_TASK_ID && !key.internal();
    }

    /** Whether a submission id can stand in an audit record. */
    static boolean fits(String submissionId) {
        return submissionId.length() <= SUBMISSION_ID;
    }

    /** The beginning of a key that does not fit. Its group holds the mark, which no job's does. */
    static JobKey key(JobKey key) {
        return new JobKey(text(MARK + key.group(), GROUP), text(key.taskId(), JobRules.MAX_TASK_ID));
    }

    /** The beginning of a name that may be of any length. */
    static String name(String name) {
        return text(name, GROUP);
    }

    static String submissionId(String id) {
        return text(id, SUBMISSION_ID);
    }

    /** A report whose texts fit: an attempt must not stay open because its message was long. */
    static JobFeedback report(JobFeedback report) {
        Report body = body(report.body());
        String node = text(report.node(), NODE);
        if (body.equals(report.body()) && node.equals(report.node())) {
            return report;
        }
        return new JobFeedback(
                report.group(),
                report.taskId(),
                report.jobId(),
                report.fire(),
                report.shard(),
                report.token(),
                report.generation(),
                node,
                report.forwardedFrom(),
                body);
    }

    private static Report body(Report body) {
        if (body instanceof Finished finished) {
            return new Finished(
                    finished.result(),
                    text(finished.message(), MESSAGE),
                    text(finished.stackTrace(), MESSAGE),
                    finished.startedAt(),
                    finished.finishedAt());
        } else if (body instanceof NotStarted notStarted) {
            return new NotStarted(text(notStarted.reason(), NOT_STARTED_REASON));
        }
        return body;
    }

    private static String text(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - MARK.length();
        // Half of a surrogate pair is no character.
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + MARK;
    }
}
