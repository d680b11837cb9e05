package io.duestream.cli.job;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Says that nobody answers, again once in a while, and that somebody does again. Not thread-safe. */
final class Silence {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofSeconds(15);

    private final String brokers;
    private final FileSubmission.Patience patience;
    private Duration told = Duration.ZERO;

    /**
     * Of a submission.
     *
     * @param brokers their addresses
     * @param patience after how long it ends
     */
    Silence(String brokers, FileSubmission.Patience patience) {
        this.brokers = brokers;
        this.patience = patience;
    }

    /** What is to be said about this state. */
    Optional<String> look(Deliveries.State state) {
        Duration silent = state.silent();
        if (silent.compareTo(told) < 0) {
            Duration ended = told;
            told = Duration.ZERO;
            return Optional.of("an answer came, after " + ended.toSeconds() + " s or more without");
        }
        if (silent.compareTo(told.isZero() ? FIRST : told.plus(AGAIN)) < 0) {
            return Optional.empty();
        }
        told = silent;
        return Optional.of(state.waiting() > 0 ? brokersSilent(state) : trackerSilent(state));
    }

    private String brokersSilent(Deliveries.State state) {
        return "the brokers at " + brokers + " have acknowledged nothing for "
                + state.silent().toSeconds() + " s; " + counts(state) + ". Tries on, and stops when it is "
                + patience.delivery().toSeconds() + " s; Ctrl-C stops it now";
    }

    private String trackerSilent(Deliveries.State state) {
        return "no answer of a tracker for " + state.silent().toSeconds() + " s; " + counts(state) + ", "
                + String.format(Locale.ROOT, "%,d of them wait for the tracker", state.unanswered())
                + ". Waits on until it is " + patience.answer().toSeconds() + " s";
    }

    /** How many jobs are safe and how many are not known. */
    static String counts(Deliveries.State state) {
        return String.format(
                        Locale.ROOT,
                        "%,d jobs are acknowledged, %,d sent jobs are not",
                        state.acknowledged(),
                        state.waiting())
                + (state.firstWaiting().isPresent()
                        ? " (from line " + state.firstWaiting().getAsLong() + " on)"
                        : "");
    }
}
