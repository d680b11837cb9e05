package io.duestream.tracker.simulation;

import java.util.List;

/** All invariants of one partition. */
final class Watch {
    private final Findings findings;
    private final List<Invariant> invariants;
    private final NothingAcceptedIsLost nothingLost;

    Watch(Partition partition, Company company, Findings findings) {
        this.findings = findings;
        this.nothingLost = new NothingAcceptedIsLost(partition);
        this.invariants = List.of(
                nothingLost,
                new NeverEarly(),
                new OneTerminalEventPerFire(partition.undo),
                new CommitsAreWhole(partition),
                new AtMostOneLiveLease(partition.undo),
                new StaleChangesNothing(),
                new NothingSkippedInSilence(partition.undo),
                new FiresDoNotOverlap(),
                new NothingStartsAgainstOrders(partition.undo),
                new EndsHaveCauses(),
                new LimitsCountFromTheirBeginning(),
                new OrderAmongWaiting(partition),
                new RoomIsRespected(partition),
                new EventsFoldToState(partition.undo),
                new StoreGivesBackWhatItGot(partition),
                new TimerMatchesJob(partition),
                new IndexesMatchJobs(partition),
                new AttemptsBounded(partition.undo),
                new NobodyPaysForOthers(company),
                new NoBusyWake(partition.undo),
                new SequenceWithoutGap(partition.undo));
    }

    /** The names of all invariants. */
    List<String> names() {
        return invariants.stream().map(each -> each.getClass().getSimpleName()).toList();
    }

    void decided(Decided step) {
        invariants.forEach(each -> each.decided(step, findings));
    }

    void audited(Audited audited) {
        invariants.forEach(each -> each.audited(audited, findings));
    }

    void committed(Committed committed) {
        invariants.forEach(each -> each.committed(committed, findings));
    }

    void crashed(List<Dispatched> escaped) {
        invariants.forEach(each -> each.crashed(escaped, findings));
    }

    void stands() {
        invariants.forEach(each -> each.stands(findings));
    }

    /** Judges the end of a run, when everything that can end has ended. */
    void settled() {
        nothingLost.settled(findings);
    }
}
