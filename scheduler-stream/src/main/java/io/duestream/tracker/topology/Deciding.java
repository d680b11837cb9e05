package io.duestream.tracker.topology;

import io.duestream.job.JobKey;
import io.duestream.record.AdmissionInput;
import io.duestream.record.AuditInput;
import io.duestream.record.AuditRecord;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEvent;
import io.duestream.topic.Topics;
import io.duestream.tracker.core.Decision;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.JobLifecycle;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.core.StoredJob;
import io.duestream.tracker.dispatch.ReadyRows.Row;
import io.duestream.tracker.store.JobStore;
import io.duestream.tracker.store.TimerStore;
import io.duestream.tracker.store.TimerStore.Timer;
import io.duestream.tracker.topology.AuditTrail.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Load, decide, store, forward. A decision is planned, encoded and measured before its first write, so whatever is wrong
 * with it is found while nothing has happened yet; after the first write nothing may fail but the transaction as a whole.
 */
final class Deciding {
    /** A decision opens at most this many fires; more waiting shards take their turn from the queue. */
    private static final int DIRECT = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Deciding.class);

    private final JobLifecycle lifecycle;
    private final JobStore jobs;
    private final TimerStore timers;
    private final Rooms rooms;
    private final RecordWriter writer;
    private final AuditTrail trail;
    private final Emitter emitter;
    private boolean catchingUp = true;

    Deciding(JobLifecycle lifecycle, Views views, RecordWriter writer, AuditTrail trail, Emitter emitter) {
        this.lifecycle = lifecycle;
        this.jobs = views.jobs();
        this.timers = views.timers();
        this.rooms = views.rooms();
        this.writer = writer;
        this.trail = trail;
        this.emitter = emitter;
    }

    /** The indexes a decision changes. */
    record Views(JobStore jobs, TimerStore timers, Rooms rooms) {}

    /** What is read has caught up with the log: waiting shards may be handed out. */
    void caughtUp() {
        catchingUp = false;
    }

    boolean catchingUp() {
        return catchingUp;
    }

    /**
     * Decides and carries the decision out.
     *
     * @return when the job wants to wake, if it does
     * @throws PlanFailedException if it cannot be planned; then nothing was written
     */
    Optional<Instant> decide(JobKey key, Input input, Cause cause, Instant now) {
        Set<Integer> reserved = new HashSet<>();
        List<Integer> places = new ArrayList<>();
        Optional<StoredJob> before;
        Plan plan;
        try {
            before = jobs.get(key);
            Optional<Job> job = before.map(StoredJob::job);
            Decision decision = lifecycle.decide(key, job, input, now);
            if (decision.events().isEmpty()) {
                return before.flatMap(StoredJob::wakeAt);
            }
            List<JobEvent> events = new ArrayList<>(decision.events());
            Optional<Job> after = admitDirectly(key, job, decision, events, places, now);
            plan = plan(key, before, after, events, cause, now);
        } catch (RuntimeException e) {
            places.forEach(partition -> rooms.unreserve(key.group(), partition));
            throw new PlanFailedException(key, e);
        }
        reserved.addAll(places);
        carryOut(key, before, plan, reserved);
        return plan.after().flatMap(StoredJob::wakeAt);
    }

    /** Shards that have just come to wait and find room are handed out in the same decision: one audit record. */
    private Optional<Job> admitDirectly(
            JobKey key,
            Optional<Job> before,
            Decision decision,
            List<JobEvent> events,
            List<Integer> reserved,
            Instant now) {
        Optional<Job> after = decision.after();
        // While catching up only what was submitted just now may go: a cancel of an older job may still be unread.
        boolean held = catchingUp && !(events.get(0) instanceof JobAccepted);
        if (after.isEmpty() || held || rooms.backlog(key.group())) {
            return after;
        }
        List<ReadyShard> waiting = new ArrayList<>(after.get().ready());
        before.ifPresent(job -> waiting.removeAll(job.ready()));
        for (ReadyShard shard : waiting.subList(0, Math.min(DIRECT, waiting.size()))) {
            Optional<Integer> place = rooms.reserve(key.group(), now);
            if (place.isEmpty()) {
                return after;
            }
            reserved.add(place.get());
            Input admitted = new Input.Admitted(shard.fire(), shard.shard(), place.get());
            Decision admission = lifecycle.decide(key, after, admitted, now);
            if (!handsOut(admission)) {
                reserved.remove(place.get());
                rooms.unreserve(key.group(), place.get());
            }
            events.addAll(admission.events());
            after = admission.after();
        }
        return after;
    }

    /** Hands out the next waiting shard of a group, if there is room. Whether one was, so that another may be. */
    boolean admitNext(String group, Instant now) {
        if (catchingUp || !rooms.backlog(group)) {
            return false;
        }
        Optional<Row> next = rooms.next(group);
        if (next.isEmpty()) {
            return false;
        }
        Optional<Integer> place = rooms.reserve(group, now);
        if (place.isEmpty()) {
            return false;
        }
        admit(next.get(), place.get(), now);
        return true;
    }

    private void admit(Row row, int place, Instant now) {
        JobKey key = row.key();
        Optional<StoredJob> before;
        Plan plan;
        boolean used;
        try {
            before = jobs.get(key);
            Input admitted = new Input.Admitted(row.shard().fire(), row.shard().shard(), place);
            Decision decision = lifecycle.decide(key, before.map(StoredJob::job), admitted, now);
            if (decision.events().isEmpty()) {
                // An index row without a waiting shard behind it would block the queue.
                rooms.unreserve(key.group(), place);
                rooms.drop(row);
                return;
            }
            used = handsOut(decision);
            plan = plan(key, before, decision.after(), decision.events(), Cause.of(new AdmissionInput()), now);
        } catch (RuntimeException e) {
            // The row is dropped so that the others may go; the walker puts it back and it is tried again.
            LOG.error("{} of {} cannot be handed out now", row.shard(), key, e);
            rooms.unreserve(key.group(), place);
            rooms.drop(row);
            return;
        }
        if (!used) {
            rooms.unreserve(key.group(), place);
        }
        carryOut(key, before, plan, used ? Set.of(place) : Set.of());
    }

    /** A shard that is too late when it finds room ends instead. */
    private static boolean handsOut(Decision decision) {
        return decision.events().stream().anyMatch(AttemptDispatched.class::isInstance);
    }

    private record Plan(Optional<StoredJob> after, JobStore.Write write, List<Emitter.Keyed> records) {}

    private Plan plan(
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
        JobStore.Write write = jobs.prepare(key, before, stored);
        requireFits(key, records, write);
        return new Plan(stored, write, records);
    }

    private static void requireFits(JobKey key, List<Emitter.Keyed> records, JobStore.Write write) {
        int most = Topics.MAX_RECORD_BYTES - 4096;
        int largest = write.largest();
        for (Emitter.Keyed each : records) {
            largest = Math.max(largest, each.record().value().length);
        }
        if (largest > most) {
            throw new IllegalStateException(
                    "a decision about " + key + " makes a record of " + largest + " bytes; at most " + most + " fit");
        }
    }

    private void carryOut(JobKey key, Optional<StoredJob> before, Plan plan, Set<Integer> reserved) {
        if (before.isPresent() || plan.after().isPresent()) {
            plan.write().run();
            moveTimer(key, before, plan.after());
            rooms.follow(key, before.map(StoredJob::job), plan.after().map(StoredJob::job), reserved);
        }
        emitter.emit(plan.records());
    }

    private void moveTimer(JobKey key, Optional<StoredJob> before, Optional<StoredJob> after) {
        Optional<Timer> old = before.flatMap(stored -> timer(key, stored));
        Optional<Timer> now = after.flatMap(stored -> timer(key, stored));
        if (!old.equals(now)) {
            old.ifPresent(timers::remove);
            now.ifPresent(timers::add);
        }
    }

    static Optional<Timer> timer(JobKey key, StoredJob stored) {
        return stored.wakeAt().map(at -> new Timer(at, stored.job().definition().priority(), key));
    }

    /** Writes a statement about a job that changes nothing but its row. */
    void stateAboutJob(JobKey key, StoredJob before, StoredJob after, JobEvent event, AuditInput input, Instant now) {
        AuditRecord audit = trail.ofJob(
                key,
                Cause.of(input),
                now,
                List.of(event),
                Optional.of(before),
                Optional.of(after),
                Optional.of(after.sequence()));
        Emitter.Keyed record = writer.audit(audit);
        jobs.prepare(key, Optional.of(before), Optional.of(after)).run();
        emitter.emit(List.of(record));
    }

    /** Writes a statement of the task itself. */
    void state(Cause cause, JobEvent event, Instant now) {
        emitter.emit(List.of(writer.audit(trail.ofTask(cause, now, event))));
    }
}
