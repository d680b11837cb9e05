package io.duestream.tracker.simulation;

import io.duestream.job.JobKey;
import io.duestream.record.JobFeedback;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.JobEvent;
import io.duestream.record.report.AttemptDoubted;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an open transaction has written and nobody sees yet. */
final class Outbox {
    private final List<Audited> audits = new ArrayList<>();
    private final List<Dispatched> dispatches = new ArrayList<>();
    private final List<JobFeedback> doubts = new ArrayList<>();
    private long recordsRead;

    void read() {
        recordsRead++;
    }

    void audit(Audited audited) {
        audits.add(audited);
    }

    /** Writes what follows from an event of a job. */
    void emit(JobKey key, Job job, JobEvent event) {
        if (event instanceof AttemptDispatched e) {
            int lost = job.shard(e.fire(), e.shard()).map(Shard::lost).orElse(0);
            dispatches.add(new Dispatched(
                    key,
                    job.id(),
                    e.fire(),
                    e.shard(),
                    e.token(),
                    e.partition(),
                    e.startBy(),
                    Rules.SETTINGS.losses().aloneAfter(lost)));
        } else if (event instanceof AttemptDoubtSent e) {
            doubts.add(new JobFeedback(
                    key.group(),
                    key.taskId(),
                    Optional.of(job.id()),
                    e.fire(),
                    e.shard(),
                    Optional.of(e.token()),
                    e.generation(),
                    "tracker",
                    Optional.empty(),
                    new AttemptDoubted(e.reason())));
        }
    }

    List<Dispatched> dispatches() {
        return dispatches;
    }

    Committed committed(List<Dispatched> written) {
        return new Committed(audits, written, doubts, recordsRead);
    }
}
