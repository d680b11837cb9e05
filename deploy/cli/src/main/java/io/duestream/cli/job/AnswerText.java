package io.duestream.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.client.Answer;
import io.duestream.job.JobKey;
import io.duestream.record.event.DuplicateReason;

/** What the tracker answered, in words and as data. */
final class AnswerText {
    private AnswerText() {}

    /** Whether the command did what it asks; the same submission sent again counts, as its job is there. */
    static boolean good(Answer answer) {
        return answer instanceof Answer.Accepted
                || answer instanceof Answer.Duplicate duplicate
                        && duplicate.reason() == DuplicateReason.SAME_SUBMISSION;
    }

    static String words(JobKey key, Answer answer) {
        if (answer instanceof Answer.Accepted accepted) {
            return accepted.jobId()
                    .map(id -> "job " + id + " (" + key + ") is " + accepted.phase())
                    .orElse(key + " is " + accepted.phase());
        }
        if (answer instanceof Answer.Duplicate duplicate) {
            String live = duplicate
                    .liveJob()
                    .map(id -> "job " + id + " is " + duplicate.livePhase())
                    .orElse("its job has ended");
            return duplicate.reason() == DuplicateReason.SAME_SUBMISSION
                    ? key + ": the same submission came before; " + live
                    : key + ": ignored, as a job lives under the key and is kept; " + live
                            + " (--on-duplicate REPLACE would replace it)";
        }
        if (answer instanceof Answer.Rejected rejected) {
            return key + ": rejected: " + String.join("; ", rejected.reasons());
        }
        return key + ": refused: " + ((Answer.Refused) answer).reason();
    }

    static void put(ObjectNode node, Answer answer) {
        if (answer instanceof Answer.Accepted accepted) {
            node.put("answer", "ACCEPTED");
            accepted.jobId().ifPresent(id -> node.put("jobId", id.toString()));
            node.put("phase", accepted.phase().name());
        } else if (answer instanceof Answer.Duplicate duplicate) {
            node.put("answer", "DUPLICATE");
            node.put("reason", duplicate.reason().name());
            duplicate.liveJob().ifPresent(id -> node.put("jobId", id.toString()));
            node.put("phase", duplicate.livePhase().name());
        } else if (answer instanceof Answer.Rejected rejected) {
            node.put("answer", "REJECTED");
            var reasons = node.putArray("reasons");
            rejected.reasons().forEach(reasons::add);
        } else {
            node.put("answer", "REFUSED");
            node.put("reason", ((Answer.Refused) answer).reason());
        }
    }
}
