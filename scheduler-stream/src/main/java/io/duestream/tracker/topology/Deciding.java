package io.duestream.tracker.topology;

import io.duestream.codec.UnknownSchemaException;
import io.duestream.job.Bytes;
import io.duestream.job.JobKey;
import io.duestream.record.AdmissionInput;
import io.duestream.record.AuditInput;
import io.duestream.record.event.JobCarried;
import io.duestream.record.event.JobEvent;
import io.duestream.tracker.core.Decision;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.JobLifecycle;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.core.StoredJob;
import io.duestream.tracker.dispatch.ReadyRows.Row;
import io.duestream.tracker.store.JobStore;
import io.duestream.tracker.store.TimerStore;
import io.duestream.tracker.topology.AuditTrail.Cause;
import io.duestream.tracker.topology.Plans.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Load, decide, store, forward. What goes wrong while a decision is planned has changed nothing and concerns one job; what
 * Kafka or a store throws concerns the transaction, and so does everything after the first write: nobody catches it.
 */
final class Deciding {
    /** A decision opens at most this many fires; more waiting shards take their turn from the queue. */
    private static final int DIRECT = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Deciding.class);

    private final JobLifecycle lifecycle;
    private final JobStore jobs;
    private final Rooms rooms;
    private final Plans plans;
    private boolean catchingUp = true;

    Deciding(JobLifecycle lifecycle, Views views, Plans plans) {
        this.lifecycle = lifecycle;
        this.jobs = views.jobs();
        this.rooms = views.rooms();
        this.plans = plans;
    }

    /** The indexes a decision changes. */
    record Views(JobStore jobs, TimerStore timers, Rooms rooms, Runs runs) {}

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
     * @return what happened; if nothing did, nothing was written or sent
     * @throws PlanFailedException if it cannot be planned; then nothing was written
     * @throws UnknownSchemaException if a newer tracker wrote the job; then nothing was written
     */
    List<JobEvent> decide(JobKey key, Input input, Cause cause, Instant now) {
        List<JobEvent> events = new ArrayList<>();
        List<Integer> reserved = new ArrayList<>();
        Optional<Plan> plan;
        try {
            plan = planned(key, () -> {
                Optional<StoredJob> before = jobs.get(key);
                Decision decision = lifecycle.decide(key, before.map(StoredJob::job), input, now);
                if (decision.events().isEmpty()) {
                    return Optional.empty();
                }
                events.addAll(decision.events());
                Optional<Job> after =
                        admitDirectly(key, before.map(StoredJob::job), decision.after(), events, reserved, now);
                return Optional.of(plans.plan(key, before, after, events, cause, now));
            });
        } finally {
            rooms.giveBack(key.group(), reserved);
        }
        plan.ifPresent(plans::carryOut);
        return List.copyOf(events);
    }

    private static <T> T planned(JobKey key, Supplier<T> planning) {
        try {
            return planning.get();
        } catch (KafkaException | UnknownSchemaException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new PlanFailedException(key, e);
        }
    }

    /** Shards that have just come to wait and find room are handed out in the same decision: one audit record. */
    private Optional<Job> admitDirectly(
            JobKey key,
            Optional<Job> before,
            Optional<Job> decided,
            List<JobEvent> events,
            List<Integer> reserved,
            Instant now) {
        // While catching up even a new job waits: its cancellation may stand in the log and be unread still.
        if (decided.isEmpty() || catchingUp || rooms.backlog(key.group())) {
            return decided;
        }
        Optional<Job> after = decided;
        List<ReadyShard> waiting = new ArrayList<>(decided.get().ready());
        before.ifPresent(job -> waiting.removeAll(job.ready()));
        for (ReadyShard shard : waiting.subList(0, Math.min(DIRECT, waiting.size()))) {
            Optional<Integer> place = rooms.reserve(key.group(), shard.priority(), now);
            if (place.isEmpty()) {
                return after;
            }
            reserved.add(place.get());
            Input admitted = new Input.Admitted(shard.fire(), shard.shard(), place.get());
            Decision admission = lifecycle.decide(key, after, admitted, now);
            events.addAll(admission.events());
            after = admission.after();
        }
        return after;
    }

    /** Hands out the next waiting shard of a group, if there is room. Whether one was, so that another may be. */
    boolean admitNext(String group, Instant now) {
        if (catchingUp) {
            return false;
        }
        Optional<Row> next = rooms.next(group);
        if (next.isEmpty()) {
            return false;
        }
        Optional<Integer> place = rooms.reserve(group, next.get().shard().priority(), now);
        if (place.isEmpty()) {
            return false;
        }
        admit(next.get(), place.get(), now);
        return true;
    }

    private void admit(Row row, int place, Instant now) {
        JobKey key = row.key();
        Optional<Plan> plan;
        try {
            plan = planned(key, () -> {
                Optional<StoredJob> before = jobs.get(key);
                Input admitted =
                        new Input.Admitted(row.shard().fire(), row.shard().shard(), place);
                Decision decision = lifecycle.decide(key, before.map(StoredJob::job), admitted, now);
                if (decision.events().isEmpty()) {
                    return Optional.empty();
                }
                Cause cause = Cause.of(new AdmissionInput());
                return Optional.of(plans.plan(key, before, decision.after(), decision.events(), cause, now));
            });
        } catch (PlanFailedException | UnknownSchemaException e) {
            // The walker puts the row back, and it is tried again.
            LOG.error("{} of {} cannot be handed out now; others go first", row.shard(), key, e);
            plan = Optional.empty();
        } finally {
            rooms.giveBack(key.group(), List.of(place));
        }
        if (plan.isPresent()) {
            plans.carryOut(plan.get());
        } else {
            // A row without a waiting shard behind it, or one that cannot go, would block the queue.
            rooms.drop(row);
        }
    }

    /**
     * Writes a job whole to the audit topic.
     *
     * @throws PlanFailedException if it is too large for that; then nothing was written
     */
    void carry(JobKey key, StoredJob stored, AuditInput input, Instant now) {
        StoredJob carried = new StoredJob(stored.sequence() + 1, stored.wakeAt(), now, stored.job());
        plans.carryOut(planned(key, () -> {
            JobEvent event = new JobCarried(Bytes.of(JobStore.encodeWhole(carried)));
            return plans.statement(key, stored, carried, event, input, now);
        }));
    }

    /** Rejects a submission that no job can be made of, whatever lives under its key. */
    void reject(JobKey key, Cause cause, List<String> reasons, Instant now) {
        plans.carryOut(planned(key, () -> plans.rejection(key, cause, reasons, now)));
    }

    /** States something about the task itself. */
    void state(Cause cause, JobEvent event, Instant now) {
        state(cause, List.of(event), now);
    }

    /** States something about the task itself, in one record. */
    void state(Cause cause, List<JobEvent> events, Instant now) {
        plans.state(cause, events, now);
    }
}
