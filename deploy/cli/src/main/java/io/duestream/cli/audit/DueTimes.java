package io.duestream.cli.audit;

import io.duestream.job.JobId;
import io.duestream.record.AuditRecord;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** When fires came due, so that a dispatch can say how late it is. Not thread-safe. */
final class DueTimes {
    /** Far more than are open at a time. */
    private static final int KEPT = 100_000;

    private static final Duration LATE = Duration.ofSeconds(1);

    private final Map<Fire, Instant> due = new LinkedHashMap<>();

    private record Fire(Optional<JobId> job, long number) {}

    void learn(AuditRecord decision) {
        for (JobEvent event : decision.events()) {
            if (event instanceof FireOpened opened) {
                due.put(new Fire(decision.jobId(), opened.fire()), opened.dueAt());
            }
        }
        while (due.size() > KEPT) {
            due.remove(due.keySet().iterator().next());
        }
    }

    /** What is to be said of the first dispatch of a fire that waited; empty if it did not, or when it came due is unknown. */
    String lateness(AuditRecord decision, JobEvent event) {
        if (!(event instanceof AttemptDispatched dispatched) || dispatched.attempt() > 1) {
            return "";
        }
        Instant since = due.get(new Fire(decision.jobId(), dispatched.fire()));
        Duration late = since == null ? Duration.ZERO : Duration.between(since, dispatched.dispatchedAt());
        return late.compareTo(LATE) < 0 ? "" : ", " + late.toMillis() + " ms after it came due";
    }
}
