package io.duestream.tracker.simulation;

import io.duestream.job.JobId;
import java.util.Optional;

/** The decisions of a job are numbered from 1 without a gap. */
final class SequenceWithoutGap implements Invariant {
    private record Last(Optional<JobId> job, long sequence) {}

    private final Rows<Key, Last> last;

    SequenceWithoutGap(Undo undo) {
        this.last = new Rows<>(undo);
    }

    @Override
    public void audited(Audited audited, Findings findings) {
        if (audited.jobId().isEmpty()) {
            if (audited.sequence() != 0) {
                findings.add(getClass(), audited.key(), "is numbered without a job: " + audited);
            }
            return;
        }
        Key key = Key.of(audited.key());
        Last known = last.get(key);
        boolean same = known != null && known.job().equals(audited.jobId());
        long expected = same ? known.sequence() + 1 : 1;
        if (audited.sequence() != expected) {
            findings.add(
                    getClass(),
                    audited.key(),
                    "number " + audited.sequence() + " comes where " + expected + " is expected");
        }
        if (!same
                && known != null
                && audited.jobId().get().compareTo(known.job().orElseThrow()) < 0) {
            findings.add(getClass(), audited.key(), "job " + audited.jobId().get() + " follows " + known.job());
        }
        last.put(key, new Last(audited.jobId(), audited.sequence()));
    }
}
