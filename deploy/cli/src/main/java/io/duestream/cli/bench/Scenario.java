package io.duestream.cli.bench;

import java.time.Duration;
import java.util.Map;

/** What is submitted in a round, and when. Immutable. */
sealed interface Scenario permits Throughput, Latency, Timers, Load, Burst, Lasting {
    /** Jobs of a round. */
    int jobs();

    /** The first of them, which the rate is counted of; those after them are others that go on meanwhile. */
    default int counted() {
        return jobs();
    }

    /** What a round waits for. */
    default Watch watch() {
        return Watch.ENDS;
    }

    /**
     * Of how many jobs one is looked at in full: reading an audit record takes processor time from what is measured. Zero if
     * the records do not tell when runs began.
     */
    int sampleEvery();

    /** Whether what is measured are times at a low rate, which warms nothing up. */
    boolean slow();

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

    /** What of its jobs a round looks at. */
    enum Watch {
        /** Their ends. */
        ENDS("ended"),
        /** Their ends, and when the last of them was accepted. */
        ACCEPTANCE_AND_ENDS("ended"),
        /** Their acceptance: they do not end while the bench lasts. */
        ACCEPTANCE("accepted");

        private final String word;

        Watch(String word) {
            this.word = word;
        }

        /** What is said of a job that the round does not wait for any more. */
        String word() {
            return word;
        }
    }
}
