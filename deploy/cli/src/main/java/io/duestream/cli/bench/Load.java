package io.duestream.cli.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Jobs that come due long after the bench, at moments all over a day. A round of them is over when all are accepted. */
record Load(int jobs) implements Scenario {
    private static final Duration AWAY = Duration.ofDays(30);
    private static final long WITHIN_MILLIS = Duration.ofDays(1).toMillis();
    /** Odd, so that jobs that follow each other are due far from each other, as those of many users. */
    private static final long STRIDE = 15_485_863;

    /** Loads a backlog in equal parts, so that the rate has a spread. */
    static List<RoundResult> all(Rounds rounds, int jobs, int parts) throws InterruptedException {
        return inParts(rounds, jobs, parts, Load::new, "loading");
    }

    /** As many jobs that run at once, so that none of them stays. */
    static void passing(Rounds rounds, int jobs, int parts) throws InterruptedException {
        inParts(rounds, jobs, parts, Throughput::untimed, "as many jobs as the backlog that do not stay");
    }

    private static List<RoundResult> inParts(
            Rounds rounds, int jobs, int parts, IntFunction<Scenario> scenario, String words)
            throws InterruptedException {
        List<RoundResult> results = new ArrayList<>();
        int loaded = 0;
        for (int i = 1; i <= parts; i++) {
            int upTo = (int) ((long) jobs * i / parts);
            if (upTo > loaded) {
                results.add(rounds.run(scenario.apply(upTo - loaded), words + ", part " + i + " of " + parts));
            }
            loaded = upTo;
        }
        return results;
    }

    @Override
    public Watch watch() {
        return Watch.ACCEPTANCE;
    }

    @Override
    public int sampleEvery() {
        return 0;
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
        Instant begin = Instant.now().plus(AWAY);
        for (int i = 0; i < jobs; i++) {
            submitter.submitAt(round, i, begin.plusMillis(round.number(i) * STRIDE % WITHIN_MILLIS));
        }
    }
}
