package io.duestream.cli.doctor;

import io.duestream.cli.doctor.Finding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the rows of the trackers' stores tell.
 *
 * @param problems what is wrong with them
 * @param jobs live jobs by group
 * @param unreadable rows that cannot be read
 * @param partly by task, how much was looked at where not all was
 */
record StateFindings(Set<Problem> problems, Map<String, Long> jobs, long unreadable, Map<Integer, Shares> partly) {
    private static final int EXAMPLES = 5;

    /** What can be wrong with a row. */
    enum Kind {
        TIMER_WITHOUT_JOB(
                Severity.WARNING,
                "timer rows that no job has written",
                "none; they wake nobody and cost a look each",
                "nothing is lost: the sweep drops each when its time comes"),
        JOB_WITHOUT_TIMER(
                Severity.ERROR,
                "jobs whose timer row is missing, so that nothing wakes them",
                "a row for each job that waits for a time",
                "the walker puts rows back each walker.pace.ms while there is work, and every 10 minutes without;"
                        + " if it stays, stop the trackers, remove their state folders and start them"),
        OVERDUE(
                Severity.ERROR,
                "jobs that should have woken more than 5 minutes ago",
                "a wake within seconds of its time",
                "see whether a tracker runs and what it logs: duestream doctor --only members --only lag"),
        READY_WITHOUT_JOB(
                Severity.WARNING,
                "rows that wait for room, of fires that are over",
                "none; they are passed over when their turn comes",
                "nothing is lost: a tracker drops each when there is room for it"),
        WAITS_LONG(
                Severity.WARNING,
                "fires that have been waiting for room too long",
                "room within --waiting, 1 day if nothing is said",
                "start executors of the group, or look whether it is paused or limited:"
                        + " duestream executor --group GROUP"),
        SHARD_WITHOUT_JOB(
                Severity.WARNING,
                "rows of shards of fires that are over",
                "none",
                "nothing is lost; stop the trackers, remove their state folders and start them, and report it"),
        RUNNING_WITHOUT_JOB(
                Severity.WARNING,
                "rows of running attempts of fires that are over",
                "none",
                "nothing is lost; the row goes when its node is noticed as lost"),
        NEVER_STARTED(
                Severity.ERROR,
                "attempts that no executor started in time, and that nobody doubts",
                "a doubt soon after the time by which they had to start",
                "the walker doubts them each walker.pace.ms while there is work, and every 10 minutes without; if it"
                        + " stays, see what the trackers log"),
        DOUBT_UNANSWERED(
                Severity.ERROR,
                "attempts that are doubted, without an end, for more than 10 minutes",
                "an end within seconds of a doubt",
                "see whether the trackers read feedback: duestream doctor --only lag --only transactions");

        private final Severity severity;
        private final String found;
        private final String expected;
        private final String mend;

        Kind(Severity severity, String found, String expected, String mend) {
            this.severity = severity;
            this.found = found;
            this.expected = expected;
            this.mend = mend;
        }
    }

    /**
     * Something wrong with a row.
     *
     * @param kind what
     * @param where which job and what else names the row, in words that do not change with time
     */
    record Problem(Kind kind, String where) {}

    /** Findings of some kinds, with examples. */
    List<Finding> of(Kind... kinds) {
        List<Finding> findings = new ArrayList<>();
        partly.forEach((task, shares) -> findings.add(Finding.warning(
                "of the jobs of task " + task + " only " + shares.looked() + " of " + shares.of()
                        + " equal shares were looked at: its changelogs are too long to read once for each",
                "changelogs that are compacted to a few rows for each live job",
                "see whether the brokers clean: duestream doctor --only changelogs; problems of the other shares stay"
                        + " unknown")));
        for (Kind kind : kinds) {
            List<String> places = problems.stream()
                    .filter(each -> each.kind() == kind)
                    .map(Problem::where)
                    .sorted(Comparator.naturalOrder())
                    .toList();
            if (!places.isEmpty()) {
                String examples = places.stream().limit(EXAMPLES).collect(Collectors.joining(", "));
                findings.add(new Finding(
                        kind.severity,
                        places.size() + " " + kind.found + ": " + examples + (places.size() > EXAMPLES ? ", …" : ""),
                        kind.expected,
                        kind.mend));
            }
        }
        return findings;
    }
}
