package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry;
import io.duestream.audit.log.LogExtent;
import io.duestream.audit.log.LogExtent.Range;
import io.duestream.audit.log.LogPartition;
import io.duestream.audit.log.LogTopic;
import io.duestream.audit.log.Place;
import io.duestream.job.Bytes;
import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Phase;
import io.duestream.job.Position;
import io.duestream.job.Result;
import io.duestream.job.Token;
import io.duestream.record.AuditInput;
import io.duestream.record.AuditRecord;
import io.duestream.record.InputTopic;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.RecordInput;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.ShardEnded;
import io.duestream.record.report.Finished;
import io.duestream.record.report.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A log of one partition, written by hand, decision by decision; the clock stands until the test sets it. */
final class HandMadeLog {
    static final Instant START = Instant.parse("2027-03-01T00:00:00Z");
    static final String TZDATA = "2026a";

    private final List<LogEntry> entries = new ArrayList<>();
    private final Map<LogTopic, Long> ends = new EnumMap<>(LogTopic.class);
    private final Map<LogTopic, Long> starts = new EnumMap<>(LogTopic.class);
    private final Map<JobKey, Long> sequences = new HashMap<>();
    private final Map<JobKey, JobId> ids = new HashMap<>();
    private Instant now = START;
    private String tzdata = TZDATA;
    private String tracker = "tracker";
    private boolean dispatching = true;

    /** Seconds after the start. */
    static Instant at(double seconds) {
        return START.plusMillis((long) (seconds * 1000));
    }

    HandMadeLog when(double seconds) {
        now = at(seconds);
        return this;
    }

    HandMadeLog tzdata(String version) {
        tzdata = version;
        return this;
    }

    /** From here on another tracker decides. */
    HandMadeLog takenOverBy(String other) {
        tracker = other;
        return this;
    }

    /** From here on dispatches are decided, but not made. */
    HandMadeLog withoutDispatchRecords() {
        dispatching = false;
        return this;
    }

    static LogPartition partition(LogTopic kind) {
        String topic = "test." + kind.name().toLowerCase(Locale.ROOT);
        return new LogPartition(kind, topic, kind == LogTopic.DISPATCH ? "mail" : "", 0);
    }

    private Place next(LogTopic kind) {
        long offset = ends.merge(kind, 1L, Long::sum) - 1;
        return new Place(partition(kind), offset);
    }

    RecordInput command() {
        Place place = next(LogTopic.COMMANDS);
        entries.add(new LogEntry.Command(place, now, false));
        return new RecordInput(InputTopic.COMMANDS, 0, place.offset());
    }

    /** A command of a version that is not known here. */
    RecordInput newerCommand() {
        Place place = next(LogTopic.COMMANDS);
        entries.add(new LogEntry.Command(place, now, true));
        return new RecordInput(InputTopic.COMMANDS, 0, place.offset());
    }

    RecordInput report(JobKey key, long fire, Token token, int generation, Report body) {
        Place place = next(LogTopic.FEEDBACK);
        entries.add(new LogEntry.Feedback(
                place,
                now,
                Optional.of(new JobFeedback(
                        key.group(),
                        key.taskId(),
                        Optional.ofNullable(ids.get(key)),
                        fire,
                        0,
                        Optional.of(token),
                        generation,
                        "executor",
                        Optional.empty(),
                        body)),
                false));
        return new RecordInput(InputTopic.FEEDBACK, 0, place.offset());
    }

    RecordInput feedbackMarker() {
        Place place = next(LogTopic.FEEDBACK);
        entries.add(new LogEntry.Feedback(place, now, Optional.empty(), false));
        return new RecordInput(InputTopic.FEEDBACK, 0, place.offset());
    }

    static Finished success() {
        return new Finished(Result.SUCCESS, "", "", Optional.empty(), Optional.empty());
    }

    /** An offset without a record, as a transaction leaves one. */
    void marker(LogTopic kind) {
        next(kind);
    }

    void deadLetter(LogTopic kind, long offset) {
        entries.add(new LogEntry.DeadLetter(
                next(LogTopic.DEAD_LETTERS),
                now,
                partition(kind).topic(),
                Optional.of(new Position(0, offset)),
                Optional.empty()));
    }

    void unreadableDecision(JobKey key) {
        entries.add(new LogEntry.UnreadableDecision(
                next(LogTopic.AUDIT), now, Optional.of(key), "written by a newer node"));
    }

    /** A job is accepted; its id is the command's. */
    JobAccepted accepted(JobKey key, RecordInput command, JobDefinition definition, Instant anchor, Instant nextDue) {
        JobId id = new JobId(0, command.offset());
        ids.put(key, id);
        sequences.remove(key);
        return new JobAccepted(
                id,
                Encoded.of(definition),
                now,
                anchor,
                Optional.ofNullable(nextDue),
                false,
                Optional.empty(),
                Optional.empty());
    }

    FireOpened opened(long fire, Instant due, Instant nextDue) {
        return opened(fire, due, nextDue, 100, false);
    }

    FireOpened opened(long fire, Instant due, Instant nextDue, int priority, boolean held) {
        return new FireOpened(
                fire,
                FireKind.SCHEDULED,
                due,
                now,
                false,
                held,
                1,
                priority,
                1,
                Optional.empty(),
                Optional.ofNullable(nextDue));
    }

    Token token(JobKey key, long attempts) {
        return new Token(ids.get(key).offset(), attempts);
    }

    AttemptDispatched dispatched(JobKey key, long fire, int attempt, long attempts) {
        return new AttemptDispatched(
                fire, 0, attempt, token(key, attempts), 0, now, now.plus(Duration.ofDays(2)), Optional.empty());
    }

    AttemptEnded ended(JobKey key, long fire, long attempts, int generation, AttemptEnd end) {
        return new AttemptEnded(
                fire, 0, token(key, attempts), generation, "executor", end, "", "", Optional.empty(), Optional.empty());
    }

    /** The attempt succeeded, and with it shard and fire. */
    List<JobEvent> succeeded(JobKey key, long fire, long attempts, int attemptsOfFire, Instant due) {
        return List.of(
                ended(key, fire, attempts, 1, AttemptEnd.SUCCESS),
                new ShardEnded(fire, 0, FireEnd.SUCCEEDED, ""),
                fireEnded(fire, attemptsOfFire, due));
    }

    FireEnded fireEnded(long fire, int attempts, Instant due) {
        return new FireEnded(fire, FireEnd.SUCCEEDED, "", due, now, attempts, 0, "");
    }

    void decide(JobKey key, AuditInput input, Phase phase, Instant wakeAt, List<JobEvent> events) {
        decide(key, Optional.of(sequences.merge(key, 1L, Long::sum)), input, phase, wakeAt, events);
    }

    void skipSequence(JobKey key) {
        sequences.merge(key, 1L, Long::sum);
    }

    /** A decision about no job. */
    void answer(JobKey key, AuditInput input, JobEvent event) {
        decide(key, Optional.empty(), input, Phase.NONE, null, List.of(event));
    }

    private void decide(
            JobKey key, Optional<Long> sequence, AuditInput input, Phase phase, Instant wakeAt, List<JobEvent> events) {
        AuditRecord record = new AuditRecord(
                key.group(),
                key.taskId(),
                sequence.map(each -> ids.get(key)),
                sequence,
                input,
                Optional.empty(),
                now,
                tracker,
                "1",
                tzdata,
                1,
                events,
                phase,
                Optional.ofNullable(wakeAt),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
        entries.add(new LogEntry.Decision(next(LogTopic.AUDIT), now, record));
        for (JobEvent event : events) {
            if (event instanceof AttemptDispatched e && dispatching) {
                dispatchRecord(key, e);
            }
        }
    }

    void dispatchRecord(JobKey key, AttemptDispatched e) {
        entries.add(new LogEntry.Dispatch(
                next(LogTopic.DISPATCH),
                now,
                Optional.of(new JobDispatch(
                        key.group(),
                        key.taskId(),
                        ids.get(key),
                        e.fire(),
                        dueOf(key, e.fire()),
                        FireKind.SCHEDULED,
                        e.shard(),
                        1,
                        "",
                        e.attempt(),
                        0,
                        0,
                        Optional.empty(),
                        e.token(),
                        "",
                        100,
                        Map.of(),
                        Bytes.empty(),
                        Map.of(),
                        Optional.empty(),
                        e.dispatchedAt(),
                        e.startBy(),
                        false,
                        Optional.empty()))));
    }

    private Instant dueOf(JobKey key, long fire) {
        return entries.stream()
                .filter(LogEntry.Decision.class::isInstance)
                .map(each -> ((LogEntry.Decision) each).record())
                .filter(each -> each.key().equals(key) && each.jobId().equals(Optional.of(ids.get(key))))
                .flatMap(each -> each.events().stream())
                .filter(each -> each instanceof FireOpened e && e.fire() == fire)
                .map(each -> ((FireOpened) each).dueAt())
                .findFirst()
                .orElse(now);
    }

    /** Deletes the first records of a topic. */
    void delete(LogTopic kind, long before) {
        starts.put(kind, before);
        entries.removeIf(
                each -> each.place().partition().kind() == kind && each.place().offset() < before);
    }

    Verdict verdict() {
        return verdict(false);
    }

    Verdict verdict(boolean settled) {
        Map<LogPartition, Range> ranges = new HashMap<>();
        for (LogTopic kind : LogTopic.values()) {
            Optional<Instant> first = entries.stream()
                    .filter(each -> each.place().partition().kind() == kind)
                    .map(LogEntry::appendedAt)
                    .findFirst();
            ranges.put(
                    partition(kind),
                    new Range(starts.getOrDefault(kind, 0L), ends.getOrDefault(kind, 0L), first, Optional.empty()));
        }
        LogVerifier verifier = new LogVerifier(
                new LogExtent(ranges, now.plusSeconds(60)),
                new LogVerifier.Settings(Duration.ofSeconds(10), settled, 100, TZDATA));
        entries.forEach(verifier::take);
        return verifier.verdict();
    }
}
