package io.duestream.cli.bench;

import java.util.Map;

/** Immediate jobs, as fast as they are taken. */
record Throughput(int jobs) implements Scenario {
    @Override
    public int sampleEvery() {
        return 16;
    }

    @Override
    public boolean stamped() {
        return false;
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
