package io.duestream.cli.demo;

import io.duestream.cli.audit.AuditEntry;
import io.duestream.cli.audit.AuditLog;
import io.duestream.cli.history.JobHistories;
import io.duestream.client.KafkaConnection;
import io.duestream.job.JobKey;
import io.duestream.record.JobOutcome;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobRejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** Reads the audit topic and takes the outcomes, and answers what is known of a sample. Thread-safe. */
final class DemoWatch implements AutoCloseable {
    private static final int KEPT_FIRES = 100;

    private final Object lock = new Object();
    private final JobHistories histories = new JobHistories(KEPT_FIRES, false);
    private final Map<JobKey, List<String>> rejections = new LinkedHashMap<>();
    private final Set<JobKey> dispatchOrder = new LinkedHashSet<>();
    private final Map<Told, JobOutcome> outcomes = new LinkedHashMap<>();
    private final AuditLog audit;
    private final Thread reader;
    private volatile boolean closed;

    /** What makes an outcome the same as another that was delivered again. */
    private record Told(JobKey key, Object kind, Object jobId, Object submissionId, long fire) {}

    DemoWatch(KafkaConnection connection) {
        this.audit = AuditLog.open(connection);
        this.reader = new Thread(() -> audit.follow(this::read, () -> closed), "demo-watch");
        this.reader.setDaemon(true);
        this.reader.start();
    }

    private void read(AuditEntry entry) {
        synchronized (lock) {
            histories.apply(entry.decision());
            JobKey key = entry.decision().key();
            for (JobEvent event : entry.decision().events()) {
                if (event instanceof AttemptDispatched) {
                    dispatchOrder.add(key);
                } else if (event instanceof JobRejected rejected) {
                    rejections.put(key, rejected.reasons());
                }
            }
        }
    }

    /** Takes an outcome; one that comes again counts once. */
    void told(JobOutcome outcome) {
        synchronized (lock) {
            outcomes.put(
                    new Told(outcome.key(), outcome.kind(), outcome.jobId(), outcome.submissionId(), outcome.fire()),
                    outcome);
        }
    }

    /** Asks something of what is known of a sample; nothing changes while {@code question} looks. */
    <T> T ask(Sample sample, Function<Seen, T> question) {
        synchronized (lock) {
            return question.apply(new Seen(
                    histories.latest(sample.key()),
                    sample.keys().stream()
                            .skip(1)
                            .map(key -> histories.latest(key).orElse(null))
                            .filter(Objects::nonNull)
                            .toList(),
                    sample.keys().size() - 1,
                    rejections.getOrDefault(sample.key(), List.of()),
                    outcomes.values().stream()
                            .filter(each -> each.key().equals(sample.key()))
                            .toList(),
                    new ArrayList<>(dispatchOrder)));
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        audit.close();
    }
}
