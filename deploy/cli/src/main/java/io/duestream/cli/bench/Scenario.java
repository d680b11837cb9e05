package io.duestream.cli.bench;

import java.time.Duration;
import java.util.Map;

/** What is submitted in a round, and when. Immutable. */
sealed interface Scenario permits Throughput, Latency, Timers {
    /** Jobs of a round. */
    int jobs();

    /**
     * Of how many jobs one is looked at in full: reading an audit record takes processor time from what is measured. Zero if
     * the records do not tell when runs began.
     */
    int sampleEvery();

    /** Whether runs tell when they began, to the microsecond; else they do nothing at all. */
    boolean stamped();

    /** How long no job ends although all is well, at most, once all are submitted. */
    Duration quiet();

    /** Settings for the report. */
    Map<String, Object> settings();

    /**
     * Submits the jobs of a round.
     *
     * @throws InterruptedException if interrupted while waiting for the time of a job
     */
    void submit(Submitter submitter, Round round) throws InterruptedException;
}
