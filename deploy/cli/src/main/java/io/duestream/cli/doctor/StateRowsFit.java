package io.duestream.cli.doctor;

import io.duestream.cli.doctor.StateFindings.Kind;
import java.util.List;

/** The three checks that look at the rows of the trackers' stores. */
final class StateRowsFit implements Check {
    private final String name;
    private final String looksFor;
    private final Kind[] kinds;

    private StateRowsFit(String name, String looksFor, Kind... kinds) {
        this.name = name;
        this.looksFor = looksFor;
        this.kinds = kinds;
    }

    static StateRowsFit timers() {
        return new StateRowsFit(
                "timers",
                "Timer rows that belong to no job, jobs without their timer row, and jobs that should have woken more than"
                        + " 5 minutes ago.",
                Kind.TIMER_WITHOUT_JOB,
                Kind.JOB_WITHOUT_TIMER,
                Kind.OVERDUE);
    }

    static StateRowsFit waiting() {
        return new StateRowsFit(
                "waiting",
                "Rows that wait for room and belong to no open fire, and fires that have been waiting for longer than"
                        + " `--waiting`.",
                Kind.READY_WITHOUT_JOB,
                Kind.WAITS_LONG);
    }

    static StateRowsFit attempts() {
        return new StateRowsFit(
                "attempts",
                "Rows of shards and of running attempts that belong to no open fire, attempts that were not started in time"
                        + " and that nobody doubts, and doubts that are not answered.",
                Kind.SHARD_WITHOUT_JOB,
                Kind.RUNNING_WITHOUT_JOB,
                Kind.NEVER_STARTED,
                Kind.DOUBT_UNANSWERED);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String looksFor() {
        return looksFor;
    }

    @Override
    public List<Finding> look(Examination examination) {
        if (examination.state().unreadable() > 0) {
            throw new IllegalStateException(examination.state().unreadable()
                    + " rows of the stores cannot be read by this version; run the doctor of the trackers' version");
        }
        return examination.state().of(kinds);
    }
}
