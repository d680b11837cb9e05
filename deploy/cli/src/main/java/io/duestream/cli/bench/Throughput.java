package io.duestream.cli.bench;

import java.time.Duration;
import java.util.Map;

/** Immediate jobs, as fast as they are taken. */
record Throughput(int jobs, int sampleEvery) implements Scenario {
    private static final int SOME = 16;

    static Throughput timed(int jobs) {
        return new Throughput(jobs, SOME);
    }

    /** Where the records of ends do not tell when runs began. */
    static Throughput untimed(int jobs) {
        return new Throughput(jobs, 0);
    }

    @Override
    public boolean slow() {
        return false;
    }

    @Override
    public Duration quiet() {
        return Duration.ZERO;
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of();
    }

    @Override
    public void submit(Submitter submitter, Round round) {
        for (int i = 0; i < jobs; i++) {
            submitter.submit(round, i);
        }
    }
}
