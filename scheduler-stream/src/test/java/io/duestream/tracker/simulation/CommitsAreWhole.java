package io.duestream.tracker.simulation;

import io.duestream.job.Token;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.JobEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Inputs read, events stated, dispatches and doubts sent are committed together or not at all (G3). */
final class CommitsAreWhole implements Invariant {
    private record Handed(String key, Token token) {}

    private final Partition partition;
    /** What stands in dispatch topics; nothing takes it back. */
    private final Set<Handed> handedOut = new HashSet<>();

    CommitsAreWhole(Partition partition) {
        this.partition = partition;
    }

    @Override
    public void committed(Committed committed, Findings findings) {
        List<Handed> stated = new ArrayList<>();
        int doubts = 0;
        long answered = 0;
        for (Audited audited : committed.audits()) {
            boolean record = audited.cause() == Audited.Cause.COMMAND || audited.cause() == Audited.Cause.FEEDBACK;
            answered += record ? 1 : 0;
            for (JobEvent event : audited.events()) {
                if (event instanceof AttemptDispatched e) {
                    stated.add(new Handed(audited.key().toString(), e.token()));
                } else if (event instanceof AttemptDoubtSent) {
                    doubts++;
                }
            }
        }
        List<Handed> written = handed(committed.dispatches());
        if (!stated.equals(written)) {
            find("dispatches stated " + stated + ", written " + written, findings);
        }
        if (doubts != committed.doubts().size()) {
            find(doubts + " doubts stated, " + committed.doubts().size() + " written", findings);
        }
        if (answered != committed.recordsRead()) {
            find(committed.recordsRead() + " records read, " + answered + " answered", findings);
        }
        once(written, findings);
    }

    @Override
    public void crashed(List<Dispatched> escaped, Findings findings) {
        if (!escaped.isEmpty()) {
            find("a crash left dispatches that nobody decided: " + escaped, findings);
            once(handed(escaped), findings);
        }
    }

    private void once(List<Handed> written, Findings findings) {
        for (Handed each : written) {
            if (!handedOut.add(each)) {
                find(each + " was dispatched twice", findings);
            }
        }
    }

    private static List<Handed> handed(List<Dispatched> dispatches) {
        return dispatches.stream()
                .map(each -> new Handed(each.key().toString(), each.token()))
                .toList();
    }

    private void find(String message, Findings findings) {
        findings.add(getClass(), "partition " + partition.number, message);
    }
}
