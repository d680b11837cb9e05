package io.duestream.cli.bench;

import java.time.Duration;
import java.util.Map;

/**
 * Jobs that each take a time, submitted as fast as they are taken.
 *
 * @param millis of each, on an executor that is not slow
 * @param slowestMillis of each, on the slowest
 */
record Lasting(int jobs, int millis, int slowestMillis) implements Scenario {
    @Override
    public int sampleEvery() {
        return 1;
    }

    @Override
    public boolean slow() {
        return false;
    }

    @Override
    public Duration quiet() {
        return Duration.ofMillis(slowestMillis);
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of();
    }

    @Override
    public void submit(Submitter submitter, Round round) {
        for (int i = 0; i < jobs; i++) {
            submitter.submitLasting(round, i, millis);
        }
    }
}
