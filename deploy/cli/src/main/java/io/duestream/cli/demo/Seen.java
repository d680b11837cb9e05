package io.duestream.cli.demo;

import io.duestream.cli.history.FireHistory;
import io.duestream.cli.history.JobHistory;
import io.duestream.job.JobKey;
import io.duestream.job.Phase;
import io.duestream.record.JobOutcome;
import io.duestream.record.OutcomeKind;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.JobEnd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of a sample.
 *
 * @param job from the audit topic; empty while nothing was decided about it
 * @param others the other jobs of the sample, as far as anything was decided about them
 * @param expectedOthers how many others there are
 * @param rejection the reasons, if a submission under its key was rejected
 * @param outcomes what the client group was told, each once
 * @param dispatchOrder keys of all jobs in the order of their first dispatch
 */
record Seen(
        Optional<JobHistory> job,
        List<JobHistory> others,
        int expectedOthers,
        List<String> rejection,
        List<JobOutcome> outcomes,
        List<JobKey> dispatchOrder) {
    /** Whether the job ended so, every fire of it succeeded and was told, and there were as many as expected. */
    boolean completed(long least, long most) {
        return endedAs(JobEnd.COMPLETED)
                && between(job.get().opened(), least, most)
                && job.get().fires(FireEnd.SUCCEEDED) == job.get().opened()
                && allTold();
    }

    boolean endedAs(JobEnd end) {
        return job.flatMap(JobHistory::end).filter(end::equals).isPresent()
                && job.get().endedTwice() == 0;
    }

    /** Whether the tracker has taken all jobs of the sample. */
    boolean allDecided() {
        return job.isPresent() && others.size() == expectedOthers;
    }

    long opened() {
        return job.map(JobHistory::opened).orElse(0L);
    }

    /** Whether every fire's end was told to the client group. */
    boolean allTold() {
        long told = outcomes.stream()
                .filter(each -> each.kind() == OutcomeKind.FIRE_ENDED)
                .count();
        return job.isPresent() && told == job.get().opened();
    }

    /** The only fire of the job, if it has ended so. */
    Optional<FireHistory> onlyFire(FireEnd end) {
        return job.filter(each -> each.opened() == 1 && each.fires(end) == 1)
                .map(each -> each.lastFires().get(0));
    }

    boolean told(OutcomeKind kind) {
        return outcomes.stream().anyMatch(each -> each.kind() == kind);
    }

    /** All of it in a line. */
    String describe() {
        List<String> parts = new ArrayList<>();
        if (!rejection.isEmpty()) {
            parts.add("rejected: " + String.join("; ", rejection));
        }
        job.ifPresent(each -> describe(each, parts));
        Map<String, Integer> told = new TreeMap<>();
        outcomes.forEach(each -> told.merge(each.kind().name(), 1, Integer::sum));
        if (!told.isEmpty()) {
            parts.add("told " + told);
        }
        return parts.isEmpty() ? "nothing was decided about it" : String.join(", ", parts);
    }

    private static void describe(JobHistory job, List<String> parts) {
        parts.add(job.end().map(end -> "job " + words(end.name())).orElseGet(() -> "job is " + words(job.phase())));
        parts.add(job.opened() + " fires " + new TreeMap<>(job.firesByEnd()));
        Map<String, Integer> attempts = new TreeMap<>();
        for (AttemptEnd end : AttemptEnd.values()) {
            int count = job.lastFires().stream()
                    .mapToInt(fire -> fire.attempts(end))
                    .sum();
            if (count > 0) {
                attempts.put(end.name(), count);
            }
        }
        parts.add(job.dispatched() + " attempts " + attempts);
        if (job.duplicates() > 0) {
            parts.add(job.duplicates() + " duplicates ignored");
        }
        job.lastFires().stream()
                .map(FireHistory::lastMessage)
                .filter(message -> !message.isEmpty())
                .reduce((first, second) -> second)
                .ifPresent(message -> parts.add("last message: " + message));
    }

    private static String words(Phase phase) {
        return words(phase.name());
    }

    private static String words(String name) {
        return String.join(" ", Arrays.asList(name.toLowerCase(Locale.ROOT).split("_")));
    }

    private static boolean between(long value, long least, long most) {
        return value >= least && value <= most;
    }
}
