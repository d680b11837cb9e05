package io.duestream.tracker.topology;

import io.duestream.codec.RecordCodec;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobKey;
import io.duestream.job.Token;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.NodeControl;
import io.duestream.record.control.InterruptRun;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.JobEvent;
import io.duestream.record.report.AttemptDoubted;
import io.duestream.topic.JobPartition;
import io.duestream.topic.Topics;
import io.duestream.tracker.core.Attempt;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.LossLimit;
import io.duestream.tracker.core.Shard;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns events into the records that others act on, encoded. Thread-confined to a task. */
final class RecordWriter {
    private final RecordCodec<AuditRecord> audits = RecordCodec.of(AuditRecord.class);
    private final RecordCodec<JobDispatch> dispatches = RecordCodec.of(JobDispatch.class);
    private final RecordCodec<JobFeedback> feedbacks = RecordCodec.of(JobFeedback.class);
    private final RecordCodec<JobCommand> commands = RecordCodec.of(JobCommand.class);
    private final RecordCodec<NodeControl> controls = RecordCodec.of(NodeControl.class);
    private final Topics topics;
    private final String node;
    private final int partition;
    private final LossLimit losses;

    RecordWriter(Topics topics, String node, int partition, LossLimit losses) {
        this.topics = topics;
        this.node = node;
        this.partition = partition;
        this.losses = losses;
    }

    /** The records that follow from the events of a decision. */
    List<Emitter.Keyed> following(
            JobKey key, List<JobEvent> events, Optional<Job> before, Optional<Job> after, Instant now) {
        List<Emitter.Keyed> records = new ArrayList<>();
        for (JobEvent event : events) {
            if (event instanceof AttemptDispatched dispatched) {
                // The attempt of a decision that dispatched is still out when it ends.
                after.ifPresent(job -> records.add(dispatch(key, job, dispatched)));
            } else if (event instanceof AttemptDoubtSent doubt) {
                after.or(() -> before).ifPresent(job -> records.add(doubt(key, job, doubt)));
            } else if (event instanceof AttemptEnded ended && interrupts(ended)) {
                before.or(() -> after).ifPresent(job -> records.add(interrupt(key, job, ended, now)));
            } else if (event instanceof AttemptStarted started) {
                before.ifPresent(job -> interruptLoser(key, job, started, now).ifPresent(records::add));
            }
        }
        return records;
    }

    private static boolean interrupts(AttemptEnded ended) {
        return !ended.node().isEmpty()
                && (ended.end() == AttemptEnd.TIMED_OUT
                        || ended.end() == AttemptEnd.CANCELLED
                        || ended.end() == AttemptEnd.LOST);
    }

    private Emitter.Keyed dispatch(JobKey key, Job job, AttemptDispatched e) {
        Fire fire = job.openFire(e.fire())
                .orElseThrow(() -> new IllegalStateException("dispatched fire " + e.fire() + " is not open"));
        Shard shard = fire.shards().get(e.shard());
        JobDefinition definition = job.definitionOf(fire);
        List<String> parameters = definition.shardParameters();
        JobDispatch dispatch = new JobDispatch(
                key.group(),
                key.taskId(),
                job.id(),
                e.fire(),
                fire.dueAt(),
                fire.kind(),
                e.shard(),
                fire.shards().size(),
                e.shard() < parameters.size() ? parameters.get(e.shard()) : "",
                e.attempt(),
                shard.retries(),
                shard.lost(),
                losses.aloneAfter(shard.lost()),
                e.token(),
                definition.type(),
                fire.priority(),
                definition.parameters(),
                definition.payload(),
                definition.labels(),
                definition.limits().runTimeout(),
                e.dispatchedAt(),
                e.startBy(),
                job.possibleDuplicate(),
                job.lineage());
        return keyed(
                key, new Outgoing(topics.dispatch(key.group()).name(), e.partition(), dispatches.encode(dispatch)));
    }

    private Emitter.Keyed doubt(JobKey key, Job job, AttemptDoubtSent e) {
        JobFeedback feedback = new JobFeedback(
                key.group(),
                key.taskId(),
                Optional.of(job.id()),
                e.fire(),
                e.shard(),
                Optional.of(e.token()),
                e.generation(),
                node,
                Optional.empty(),
                new AttemptDoubted(e.reason()));
        return keyed(key, new Outgoing(topics.feedback().name(), partition, feedbacks.encode(feedback)));
    }

    private Emitter.Keyed interrupt(JobKey key, Job job, AttemptEnded e, Instant now) {
        return interrupt(
                e.node(), key, job, e.fire(), e.shard(), e.token(), e.end().name(), now);
    }

    /** Whoever ran the attempt under a lower lease, if it is still alive, need not go on. */
    private Optional<Emitter.Keyed> interruptLoser(JobKey key, Job before, AttemptStarted e, Instant now) {
        return before.shard(e.fire(), e.shard())
                .flatMap(Shard::attempt)
                .filter(held -> held.token().equals(e.token()))
                .map(Attempt::node)
                .filter(loser -> !loser.isEmpty() && !loser.equals(e.node()))
                .map(loser -> interrupt(loser, key, before, e.fire(), e.shard(), e.token(), "TAKEN_OVER", now));
    }

    private Emitter.Keyed interrupt(
            String to, JobKey key, Job job, long fire, int shard, Token token, String reason, Instant now) {
        InterruptRun order = new InterruptRun(key.group(), key.taskId(), job.id(), fire, shard, token, reason);
        NodeControl control = new NodeControl(to, now, node, order);
        return new Emitter.Keyed(
                to.getBytes(StandardCharsets.UTF_8),
                new Outgoing(topics.control().name(), 0, controls.encode(control)));
    }

    Emitter.Keyed audit(AuditRecord record) {
        return keyed(record.key(), new Outgoing(topics.audit().name(), partition, audits.encode(record)));
    }

    Emitter.Keyed command(JobCommand command, int toPartition) {
        return keyed(command.key(), new Outgoing(topics.commands().name(), toPartition, commands.encode(command)));
    }

    Emitter.Keyed feedback(JobFeedback feedback, int toPartition) {
        return keyed(feedback.key(), new Outgoing(topics.feedback().name(), toPartition, feedbacks.encode(feedback)));
    }

    private static Emitter.Keyed keyed(JobKey key, Outgoing record) {
        return new Emitter.Keyed(JobPartition.keyBytes(key), record);
    }
}
