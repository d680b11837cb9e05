package io.duestream.tracker.simulation;

import io.duestream.job.JobKey;
import java.time.Instant;

/**
 * When a job wakes.
 *
 * @param at the wake time
 * @param name the job key, written out
 */
record TimerRow(Instant at, String name) implements Comparable<TimerRow> {
    static TimerRow of(Instant at, JobKey key) {
        return new TimerRow(at, key.toString());
    }

    @Override
    public int compareTo(TimerRow other) {
        int byTime = at.compareTo(other.at);
        return byTime != 0 ? byTime : name.compareTo(other.name);
    }
}
