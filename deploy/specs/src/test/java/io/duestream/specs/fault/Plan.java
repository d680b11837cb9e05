package io.duestream.specs.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a submitter submits.
 *
 * @param group of all jobs
 * @param kinds in turn
 * @param count of jobs
 * @param dueFrom due time of the first job that has one
 * @param dueStep from one job's due time to the next
 * @param pause between two submissions, each of which is awaited then; zero for all at once
 * @param run how long a run takes
 * @param retryDelay of jobs that fail once
 */
record Plan(
        String group,
        List<JobKind> kinds,
        int count,
        Instant dueFrom,
        Duration dueStep,
        Duration pause,
        Duration run,
        Duration retryDelay) {
    /** Short jobs, all at once. */
    static Plan of(String group, int count, JobKind... kinds) {
        return new Plan(
                group,
                List.of(kinds),
                count,
                Instant.EPOCH,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(1));
    }

    /** Due from a time on, spread over some time. */
    Plan due(Instant from, Duration over) {
        return new Plan(group, kinds, count, from, over.dividedBy(count), pause, run, retryDelay);
    }

    /** One after the other. */
    Plan paced(Duration between) {
        return new Plan(group, kinds, count, dueFrom, dueStep, between, run, retryDelay);
    }

    /** With runs that take their time. */
    Plan running(Duration each) {
        return new Plan(group, kinds, count, dueFrom, dueStep, pause, each, retryDelay);
    }

    /** With a longer wait before the retry. */
    Plan retryingAfter(Duration delay) {
        return new Plan(group, kinds, count, dueFrom, dueStep, pause, run, delay);
    }

    /** As many. */
    Plan counting(int jobs) {
        return new Plan(group, kinds, jobs, dueFrom, dueStep, pause, run, retryDelay);
    }

    JobKind kind(int number) {
        return kinds.get(number % kinds.size());
    }

    Instant due(int number) {
        return dueFrom.plus(dueStep.multipliedBy(number));
    }

    /** For the arguments of a process. */
    List<String> words() {
        return List.of(
                group,
                kinds.stream().map(JobKind::name).collect(Collectors.joining(",")),
                Integer.toString(count),
                dueFrom.toString(),
                dueStep.toString(),
                pause.toString(),
                run.toString(),
                retryDelay.toString());
    }

    static Plan of(List<String> words) {
        Map<String, JobKind> byName =
                Arrays.stream(JobKind.values()).collect(Collectors.toMap(JobKind::name, Function.identity()));
        return new Plan(
                words.get(0),
                Arrays.stream(words.get(1).split(",")).map(byName::get).toList(),
                Integer.parseInt(words.get(2)),
                Instant.parse(words.get(3)),
                Duration.parse(words.get(4)),
                Duration.parse(words.get(5)),
                Duration.parse(words.get(6)),
                Duration.parse(words.get(7)));
    }
}
