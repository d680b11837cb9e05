package io.duestream.cli.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Jobs with due times spread evenly over a window, all submitted before it begins. */
record Timers(int jobs, Duration window) implements Scenario {
    private static final Duration LEAD = Duration.ofSeconds(2);
    private static final int LOADED_A_SECOND = 5_000;

    @Override
    public int sampleEvery() {
        return 1;
    }

    @Override
    public boolean slow() {
        return true;
    }

    @Override
    public Duration quiet() {
        return lead().plus(window.dividedBy(jobs));
    }

    /** From the begin of a round to the first due time: enough to submit all of them. */
    Duration lead() {
        return LEAD.plusMillis(jobs * 1_000L / LOADED_A_SECOND);
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("windowMillis", window.toMillis());
    }

    @Override
    public void submit(Submitter submitter, Round round) {
        Instant begin = Instant.now().plus(lead());
        for (int i = 0; i < jobs; i++) {
            submitter.submitStampedAt(JobNumbers.GROUP, round, i, begin.plusMillis(i * window.toMillis() / jobs));
        }
    }
}
