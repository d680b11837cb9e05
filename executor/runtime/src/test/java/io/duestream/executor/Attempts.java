package io.duestream.executor;

import io.duestream.job.Bytes;
import io.duestream.job.JobId;
import io.duestream.job.Token;
import io.duestream.record.JobDispatch;
import io.duestream.record.event.FireKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Attempts for tests: of the job {@code mail/<taskId>}, due at {@link #NOW}, to be started within a minute of it. */
public record Attempts(
        String group,
        String taskId,
        Token token,
        String type,
        int priority,
        Instant dueAt,
        Optional<Duration> limit,
        int lostAttempts,
        Optional<Duration> alone) {
    public static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
    public static final Instant START_BY = NOW.plusSeconds(60);

    public static Attempts of(String taskId) {
        return new Attempts("mail", taskId, new Token(7, 1), "", 100, NOW, Optional.empty(), 0, Optional.empty());
    }

    public Attempts group(String other) {
        return new Attempts(other, taskId, token, type, priority, dueAt, limit, lostAttempts, alone);
    }

    public Attempts token(Token other) {
        return new Attempts(group, taskId, other, type, priority, dueAt, limit, lostAttempts, alone);
    }

    public Attempts type(String other) {
        return new Attempts(group, taskId, token, other, priority, dueAt, limit, lostAttempts, alone);
    }

    public Attempts priority(int other) {
        return new Attempts(group, taskId, token, type, other, dueAt, limit, lostAttempts, alone);
    }

    public Attempts dueAt(Instant other) {
        return new Attempts(group, taskId, token, type, priority, other, limit, lostAttempts, alone);
    }

    public Attempts limit(Duration other) {
        return new Attempts(group, taskId, token, type, priority, dueAt, Optional.of(other), lostAttempts, alone);
    }

    public Attempts lostAttempts(int other) {
        return new Attempts(group, taskId, token, type, priority, dueAt, limit, other, alone);
    }

    public Attempts alone(Duration time) {
        return new Attempts(group, taskId, token, type, priority, dueAt, limit, lostAttempts, Optional.of(time));
    }

    public JobDispatch dispatch() {
        return labels(Map.of());
    }

    public JobDispatch labels(Map<String, String> labels) {
        return new JobDispatch(
                group,
                taskId,
                new JobId(0, Math.abs(taskId.hashCode())),
                3,
                dueAt,
                FireKind.SCHEDULED,
                0,
                1,
                "",
                1,
                0,
                lostAttempts,
                alone,
                token,
                type,
                priority,
                Map.of("to", "a@example.com"),
                Bytes.utf8("hello"),
                labels,
                limit,
                NOW,
                START_BY,
                false,
                Optional.empty());
    }
}
