package io.duestream.audit.verify;

import io.duestream.audit.log.LogTopic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a log proves.
 *
 * @param completeFrom from when on every partition of the audit topic is there; empty: from the beginning
 * @param end the time up to which times to wake at were judged; empty if there is no decision
 * @param records records read of each kind of topic
 * @param unreadable records of the audit and dispatch topics that could not be read, and the first of them
 * @param jobs jobs seen
 * @param alive jobs alive at the end
 * @param unknown jobs alive at the end whose state the log does not tell, since their beginning is gone
 * @param fires fires opened
 * @param waiting commands and reports that wait for their answers at the end
 * @param checks what each check found
 * @param violations the violations, the first of each check
 */
public record Verdict(
        Optional<Instant> completeFrom,
        Optional<Instant> end,
        Map<LogTopic, Long> records,
        List<String> unreadable,
        long jobs,
        long alive,
        long unknown,
        long fires,
        long waiting,
        List<CheckResult> checks,
        List<Violation> violations) {
    /** Copies the collections. */
    public Verdict {
        records = Map.copyOf(records);
        unreadable = List.copyOf(unreadable);
        checks = List.copyOf(checks);
        violations = List.copyOf(violations);
    }

    /** How many violations there are, those that are not listed included. */
    public long violationCount() {
        return checks.stream().mapToLong(CheckResult::violations).sum();
    }

    /** Whether every check that could be made holds. */
    public boolean proven() {
        return violationCount() == 0;
    }
}
