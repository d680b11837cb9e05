package io.duestream.specs.fault;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.TestInfo;

/** Prints a row of the page on reliability, in the form in which it stands there. */
final class Reliability {
    /** Whether the loads are those of the page; otherwise small ones, which keep the build quick. */
    static final boolean FULL = Boolean.getBoolean("duestream.faults.full");

    private Reliability() {}

    /** A load for each form. */
    static int load(int small, int full) {
        return FULL ? full : small;
    }

    /**
     * @param fault what was broken
     * @param load under what
     * @param gap the longest time in which something stood still
     */
    static void row(TestInfo test, String fault, String load, Judgement judged, Duration gap) {
        row(test, fault, load, judged.lost(), judged.repeated() + " runs, " + judged.again() + " attempts", gap);
    }

    /**
     * @param repeated how much was done more than once
     */
    static void row(TestInfo test, String fault, String load, long lost, String repeated, Duration gap) {
        System.out.printf(
                Locale.ROOT,
                "reliability | %s | %s | %d | %s | %.1f s | `-Dtest='%s#%s'` |%n",
                fault,
                load,
                lost,
                repeated,
                gap.toMillis() / 1000.0,
                test.getTestClass().orElseThrow().getSimpleName(),
                test.getTestMethod().orElseThrow().getName());
    }
}
