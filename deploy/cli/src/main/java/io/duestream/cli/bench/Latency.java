package io.duestream.cli.bench;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Single immediate jobs at a fixed rate. The time of a job counts from when it was to be submitted, so that a submitter that
 * is held up hides nothing.
 */
record Latency(int jobs, int rate, Duration quiet) implements Scenario {
    Latency(int jobs, int rate) {
        this(jobs, rate, Duration.ZERO);
    }

    @Override
    public int sampleEvery() {
        return 1;
    }

    @Override
    public boolean slow() {
        return true;
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("rate", rate);
    }

    @Override
    public void submit(Submitter submitter, Round round) throws InterruptedException {
        long first = round.nowMicros();
        for (int i = 0; i < jobs; i++) {
            long at = first + i * 1_000_000L / rate;
            long early = at - round.nowMicros();
            if (early > 0) {
                TimeUnit.MICROSECONDS.sleep(early);
            }
            submitter.submitStamped(round, i, at);
        }
    }
}
