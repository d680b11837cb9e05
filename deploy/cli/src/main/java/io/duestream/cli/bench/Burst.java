package io.duestream.cli.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Jobs that are all due at one instant, and a trickle of single jobs of another node group that come due from then on. All of
 * them are submitted before, so that nothing but the burst holds the trickle up.
 *
 * @param counted jobs of the burst
 * @param rate of the trickle, jobs a second
 * @param lead time to submit all of them, and for the tracker to accept them
 * @param span how long the trickle goes on
 */
record Burst(int counted, int rate, Duration lead, Duration span) implements Scenario {
    private static final int SOME = 16;

    @Override
    public int jobs() {
        return counted + trickle();
    }

    private int trickle() {
        return Math.toIntExact(Math.max(1, span.toMillis() * rate / 1_000));
    }

    @Override
    public Watch watch() {
        return Watch.ACCEPTANCE_AND_ENDS;
    }

    @Override
    public int sampleEvery() {
        return SOME;
    }

    @Override
    public boolean slow() {
        return false;
    }

    @Override
    public Duration quiet() {
        return lead.plus(span);
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("trickleRate", rate, "trickleGroup", "another, with an executor of its own");
    }

    @Override
    public void submit(Submitter submitter, Round round) {
        long now = System.nanoTime();
        Instant due = Instant.now().plus(lead);
        round.countFrom(now + lead.toNanos());
        for (int i = 0; i < trickle(); i++) {
            Instant at = due.plusNanos(i * TimeUnit.SECONDS.toNanos(1) / rate);
            submitter.submitStampedAt(JobNumbers.OTHERS, round, counted + i, at);
        }
        for (int i = 0; i < counted; i++) {
            submitter.submitAt(round, i, due);
        }
    }
}
