package io.duestream.specs.fault;

import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.ReportIgnored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the log says of one job key. */
final class JobFacts {
    private final Map<Long, List<FireEnd>> fires = new TreeMap<>();
    private final List<AttemptDispatched> attempts = new ArrayList<>();
    private final List<AttemptStarted> started = new ArrayList<>();
    private final List<AttemptEnded> attemptEnds = new ArrayList<>();
    private final List<ReportIgnored> ignored = new ArrayList<>();
    private int accepted;
    private int ended;

    void take(JobEvent event) {
        if (event instanceof JobAccepted) {
            accepted++;
        } else if (event instanceof JobEnded) {
            ended++;
        } else if (event instanceof FireOpened opened) {
            fires.computeIfAbsent(opened.fire(), fire -> new ArrayList<>());
        } else if (event instanceof FireEnded end) {
            fires.computeIfAbsent(end.fire(), fire -> new ArrayList<>()).add(end.end());
        } else if (event instanceof AttemptDispatched dispatched) {
            attempts.add(dispatched);
        } else if (event instanceof AttemptStarted start) {
            started.add(start);
        } else if (event instanceof AttemptEnded end) {
            attemptEnds.add(end);
        } else if (event instanceof ReportIgnored report) {
            ignored.add(report);
        }
    }

    /** How often a job was accepted under the key. */
    int accepted() {
        return accepted;
    }

    /** How often a job ended under the key. */
    int ended() {
        return ended;
    }

    /** The terminal events of each fire. */
    Map<Long, List<FireEnd>> fires() {
        return fires;
    }

    /** What was handed out. */
    List<AttemptDispatched> attempts() {
        return attempts;
    }

    /** What was reported as started. */
    List<AttemptStarted> started() {
        return started;
    }

    /** How attempts ended. */
    List<AttemptEnded> attemptEnds() {
        return attemptEnds;
    }

    /** Reports that changed nothing. */
    List<ReportIgnored> ignored() {
        return ignored;
    }
}
