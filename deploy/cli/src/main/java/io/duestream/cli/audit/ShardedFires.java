package io.duestream.cli.audit;

import io.duestream.job.JobId;
import io.duestream.record.AuditRecord;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.RetryScheduled;
import io.duestream.record.event.ShardEnded;
import io.duestream.record.event.ShardReadied;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which fires have several shards, as far as the decisions read tell. Who begins to read in the middle has not seen every
 * fire open; then a shard other than the first tells, or one that ended without its fire. Not thread-safe.
 */
final class ShardedFires {
    /** Far more than are open at a time; those of long ago are forgotten, so that following may go on for ever. */
    private static final int KEPT = 100_000;

    private final Set<Fire> known = new LinkedHashSet<>();

    private record Fire(Optional<JobId> job, long number) {}

    void learn(AuditRecord decision) {
        for (JobEvent event : decision.events()) {
            OptionalLong told = told(event, decision);
            if (told.isPresent()) {
                known.add(new Fire(decision.jobId(), told.getAsLong()));
            }
        }
        while (known.size() > KEPT) {
            known.remove(known.iterator().next());
        }
    }

    boolean contains(AuditRecord decision, long fire) {
        return known.contains(new Fire(decision.jobId(), fire));
    }

    private static OptionalLong told(JobEvent event, AuditRecord decision) {
        if (event instanceof FireOpened opened) {
            return when(opened.shards() > 1, opened.fire());
        }
        if (event instanceof ShardEnded ended) {
            return when(ended.shard() > 0 || !endsWith(decision, ended.fire()), ended.fire());
        }
        if (event instanceof ShardReadied readied) {
            return when(readied.shard() > 0, readied.fire());
        }
        if (event instanceof RetryScheduled retry) {
            return when(retry.shard() > 0, retry.fire());
        }
        return ofAttempt(event);
    }

    private static OptionalLong ofAttempt(JobEvent event) {
        if (event instanceof AttemptDispatched dispatched) {
            return when(dispatched.shard() > 0, dispatched.fire());
        }
        if (event instanceof AttemptStarted started) {
            return when(started.shard() > 0, started.fire());
        }
        if (event instanceof AttemptEnded ended) {
            return when(ended.shard() > 0, ended.fire());
        }
        return event instanceof AttemptDoubtSent doubt ? when(doubt.shard() > 0, doubt.fire()) : OptionalLong.empty();
    }

    private static boolean endsWith(AuditRecord decision, long fire) {
        return decision.events().stream().anyMatch(each -> each instanceof FireEnded ended && ended.fire() == fire);
    }

    private static OptionalLong when(boolean sharded, long fire) {
        return sharded ? OptionalLong.of(fire) : OptionalLong.empty();
    }
}
