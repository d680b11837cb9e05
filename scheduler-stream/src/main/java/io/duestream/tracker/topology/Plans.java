package io.duestream.tracker.topology;

import io.duestream.job.JobKey;
import io.duestream.record.AuditInput;
import io.duestream.record.AuditRecord;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobRejected;
import io.duestream.topic.Topics;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.StoredJob;
import io.duestream.tracker.store.JobStore;
import io.duestream.tracker.store.TimerStore;
import io.duestream.tracker.store.TimerStore.Timer;
import io.duestream.tracker.topology.AuditTrail.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns events into writes and records, encoded and measured before anything is written, and carries them out. Whatever
 * is wrong with a decision is found while nothing has happened yet.
 */
final class Plans {
    private static final int MOST_BYTES = Topics.MAX_RECORD_BYTES - 4096;

    private final JobStore jobs;
    private final TimerStore timers;
    private final Rooms rooms;
    private final Runs runs;
    private final RecordWriter writer;
    private final AuditTrail trail;
    private final Emitter emitter;

    Plans(Deciding.Views views, RecordWriter writer, AuditTrail trail, Emitter emitter) {
        this.jobs = views.jobs();
        this.timers = views.timers();
        this.rooms = views.rooms();
        this.runs = views.runs();
        this.writer = writer;
        this.trail = trail;
        this.emitter = emitter;
    }

    /** What a decision changes, ready to be carried out. */
    record Plan(
            JobKey key,
            Optional<StoredJob> before,
            Optional<StoredJob> after,
            JobStore.Write write,
            List<Emitter.Keyed> records) {}

    /** Plans what follows from the events of a decision. */
    Plan plan(
            JobKey key,
            Optional<StoredJob> before,
            Optional<Job> after,
            List<JobEvent> events,
            Cause cause,
            Instant now) {
        boolean concernsJob = before.isPresent() || events.get(0) instanceof JobAccepted;
        long sequence = before.map(stored -> stored.sequence() + 1).orElse(1L);
        Instant carriedAt = before.map(StoredJob::carriedAt).orElse(now);
        Optional<StoredJob> stored = after.map(job -> new StoredJob(sequence, job.wakeAt(), carriedAt, job));
        AuditRecord audit = trail.ofJob(
                key, cause, now, events, before, stored, concernsJob ? Optional.of(sequence) : Optional.empty());
        List<Emitter.Keyed> records = new ArrayList<>();
        records.add(writer.audit(audit));
        records.addAll(writer.following(key, events, before.map(StoredJob::job), after, now));
        return measured(key, before, stored, records);
    }

    /** Plans a statement about a job that changes nothing but its row. */
    Plan statement(JobKey key, StoredJob before, StoredJob after, JobEvent event, AuditInput input, Instant now) {
        AuditRecord audit = trail.ofJob(
                key,
                Cause.of(input),
                now,
                List.of(event),
                Optional.of(before),
                Optional.of(after),
                Optional.of(after.sequence()));
        return measured(key, Optional.of(before), Optional.of(after), List.of(writer.audit(audit)));
    }

    /** Plans the rejection of a submission that concerns no job. */
    Plan rejection(JobKey key, Cause cause, List<String> reasons, Instant now) {
        Optional<StoredJob> none = Optional.empty();
        AuditRecord audit =
                trail.ofJob(key, cause, now, List.of(new JobRejected(reasons)), none, none, Optional.empty());
        return measured(key, none, none, List.of(writer.audit(audit)));
    }

    private Plan measured(
            JobKey key, Optional<StoredJob> before, Optional<StoredJob> after, List<Emitter.Keyed> records) {
        JobStore.Write write = jobs.prepare(key, before, after);
        int largest = write.largest();
        for (Emitter.Keyed each : records) {
            largest = Math.max(largest, each.record().value().length);
        }
        if (largest > MOST_BYTES) {
            throw new IllegalStateException("a decision about " + key + " makes a record of " + largest
                    + " bytes; at most " + MOST_BYTES + " fit");
        }
        return new Plan(key, before, after, write, records);
    }

    /** Writes and sends. From the first write on nothing may fail but the transaction as a whole. */
    void carryOut(Plan plan) {
        if (plan.before().isPresent() || plan.after().isPresent()) {
            plan.write().run();
            moveTimer(plan.key(), plan.before(), plan.after());
            Optional<Job> before = plan.before().map(StoredJob::job);
            Optional<Job> after = plan.after().map(StoredJob::job);
            rooms.follow(plan.key(), before, after);
            runs.follow(plan.key(), before, after);
        }
        emitter.emit(plan.records());
    }

    /** Sends a statement of the task itself, not of a job. */
    void state(Cause cause, List<JobEvent> events, Instant now) {
        emitter.emit(List.of(writer.audit(trail.ofTask(cause, now, events))));
    }

    private void moveTimer(JobKey key, Optional<StoredJob> before, Optional<StoredJob> after) {
        Optional<Timer> old = before.flatMap(stored -> timer(key, stored));
        Optional<Timer> now = after.flatMap(stored -> timer(key, stored));
        if (!old.equals(now)) {
            old.ifPresent(timers::remove);
            now.ifPresent(timers::add);
        }
    }

    /** The timer row that a stored job wrote, if it wrote one. */
    static Optional<Timer> timer(JobKey key, StoredJob stored) {
        return stored.wakeAt().map(at -> new Timer(at, stored.job().definition().priority(), key));
    }
}
