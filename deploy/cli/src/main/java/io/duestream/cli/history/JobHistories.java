package io.duestream.cli.history;

import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.record.AuditRecord;
import io.duestream.record.RecordInput;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobRejected;
import io.duestream.record.event.ReportIgnored;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All jobs that the audit topic tells of. Give it the decisions of each partition in their order. Not thread-safe.
 */
public final class JobHistories {
    private final int keptFires;
    private final boolean payloads;
    private final Map<JobId, JobHistory> jobs = new LinkedHashMap<>();
    private final Map<JobKey, JobId> latest = new LinkedHashMap<>();
    private Optional<Instant> since = Optional.empty();
    private long rejected;

    /**
     * Begins without jobs.
     *
     * @param keptFires how many ended fires of each job can be asked for afterwards; the counts are of all
     * @param payloads whether definitions keep their payloads, which may be most of what a job takes in memory
     */
    public JobHistories(int keptFires, boolean payloads) {
        this.keptFires = keptFires;
        this.payloads = payloads;
    }

    /** Takes the next decision. */
    public void apply(AuditRecord decision) {
        if (since.isEmpty() || decision.decidedAt().isBefore(since.get())) {
            since = Optional.of(decision.decidedAt());
        }
        if (decision.key().internal()) {
            return;
        }
        rejected +=
                decision.events().stream().filter(JobRejected.class::isInstance).count();
        decision.jobId().ifPresent(id -> {
            latest.put(decision.key(), id);
            jobs.computeIfAbsent(id, made -> new JobHistory(decision.key(), made, keptFires, payloads))
                    .apply(decision);
        });
        for (JobEvent event : decision.events()) {
            if (event instanceof ReportIgnored report && report.report().equals("Finished")) {
                jobOf(decision, report).ifPresent(job -> job.resultIgnored(report));
            }
        }
    }

    /** The job whose attempt was reported: it may have ended, and another may live under its key. */
    private Optional<JobHistory> jobOf(AuditRecord decision, ReportIgnored report) {
        return report.token()
                .flatMap(token -> partitionOf(decision).map(partition -> new JobId(partition, token.accepted())))
                .map(jobs::get)
                .filter(job -> job.key().equals(decision.key()));
    }

    private static Optional<Integer> partitionOf(AuditRecord decision) {
        return decision.input() instanceof RecordInput input ? Optional.of(input.partition()) : Optional.empty();
    }

    /** The jobs in the order of their first decision read. */
    public Collection<JobHistory> jobs() {
        return Collections.unmodifiableCollection(jobs.values());
    }

    /** The job that lives under a key, else the last one that did. */
    public Optional<JobHistory> latest(JobKey key) {
        return Optional.ofNullable(latest.get(key)).map(jobs::get);
    }

    /** A job by its id. */
    public Optional<JobHistory> job(JobId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Submissions that made no job because they break the rules. */
    public long rejected() {
        return rejected;
    }

    /** The oldest decision seen: from then on the answers are complete. */
    public Optional<Instant> since() {
        return since;
    }
}
