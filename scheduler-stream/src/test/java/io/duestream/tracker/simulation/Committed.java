package io.duestream.tracker.simulation;

import io.duestream.record.JobFeedback;
import java.util.List;

/**
 * What a transaction wrote.
 *
 * @param audits audit records
 * @param dispatches dispatch records
 * @param doubts doubts, sent to the feedback of the partition
 * @param recordsRead commands and reports that it consumed
 */
record Committed(List<Audited> audits, List<Dispatched> dispatches, List<JobFeedback> doubts, long recordsRead) {
    Committed {
        audits = List.copyOf(audits);
        dispatches = List.copyOf(dispatches);
        doubts = List.copyOf(doubts);
    }
}
