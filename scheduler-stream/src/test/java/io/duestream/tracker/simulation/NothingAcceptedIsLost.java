package io.duestream.tracker.simulation;

import io.duestream.job.JobId;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.event.DefinitionCause;
import io.duestream.record.event.DefinitionChanged;
import io.duestream.record.event.DuplicateIgnored;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobRejected;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.StoredJob;
import java.util.Map;

/** Every submission in the log is answered, and every job that was accepted ends once nothing hinders it (G1). */
final class NothingAcceptedIsLost implements Invariant {
    private final Partition partition;
    /** By offset of the submission. */
    private final Rows<Long, Boolean> answered;
    /** Accepted and not ended, by job id. */
    private final Rows<JobId, Boolean> alive;

    NothingAcceptedIsLost(Partition partition) {
        this.partition = partition;
        this.answered = new Rows<>(partition.undo);
        this.alive = new Rows<>(partition.undo);
    }

    @Override
    public void decided(Decided step, Findings findings) {
        for (JobEvent event : step.decision().events()) {
            if (event instanceof JobAccepted e) {
                alive.put(e.jobId(), true);
            } else if (event instanceof JobEnded) {
                // A job may begin and end in one decision.
                JobId id = step.jobBefore().map(job -> job.id()).orElseGet(() -> begun(step));
                alive.remove(id);
            }
            if (answers(event) && step.input() instanceof Input.CommandReceived received) {
                answered.put(received.position().offset(), true);
            }
        }
    }

    private static JobId begun(Decided step) {
        return ((Input.CommandReceived) step.input()).position();
    }

    private static boolean answers(JobEvent event) {
        return event instanceof JobAccepted
                || event instanceof JobRejected
                || event instanceof DuplicateIgnored
                || event instanceof DefinitionChanged e && e.cause() == DefinitionCause.REPLACED;
    }

    @Override
    public void stands(Findings findings) {
        if (alive.size() != partition.stores.jobs.size()) {
            findings.add(
                    getClass(),
                    "partition " + partition.number,
                    "accepted and not ended: " + alive.keys() + "; stored: " + partition.stores.jobs.keys());
        }
    }

    /** Judges the end of a run, when nothing hinders anything any more. */
    void settled(Findings findings) {
        for (long offset = 0; offset < partition.commands.end(); offset++) {
            Told told = partition.commands.get(offset);
            if (told.command() instanceof SubmitJob && !answered.has(offset)) {
                findings.add(getClass(), told.key(), "the submission at " + offset + " was never answered");
            }
        }
        for (Map.Entry<String, StoredJob> row : partition.stores.jobs.entries()) {
            findings.add(
                    getClass(), row.getKey(), "never ended: " + row.getValue().job());
        }
        PartitionStores stores = partition.stores;
        int left = stores.timers.size() + stores.ready.size() + stores.running.size() + stores.inFlight.size();
        if (left > 0) {
            findings.add(getClass(), "partition " + partition.number, left + " rows outlive their jobs");
        }
    }
}
