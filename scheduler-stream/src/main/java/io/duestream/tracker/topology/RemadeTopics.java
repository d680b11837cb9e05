package io.duestream.tracker.topology;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.job.JobKey;
import io.duestream.record.WalkInput;
import io.duestream.record.report.DoubtReason;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.ShardState;
import io.duestream.tracker.core.StoredJob;
import io.duestream.tracker.store.JobStore;
import io.duestream.tracker.topology.AuditTrail.Cause;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the jobs of a group whose dispatch topic was deleted and made again. What had been dispatched and not
 * started is gone with the topic; each such attempt is doubted, so that it is handed out anew unless the log holds its end.
 */
final class RemadeTopics {
    private static final Logger LOG = LoggerFactory.getLogger(RemadeTopics.class);
    private static final int STEP = 50;

    private final JobStore jobs;
    private final Deciding deciding;
    private final Deque<Search> searches = new ArrayDeque<>();

    RemadeTopics(Deciding.Views views, Deciding deciding) {
        this.jobs = views.jobs();
        this.deciding = deciding;
    }

    /** How far the jobs of a group have been looked at; attempts handed out later are in the new topic. */
    private record Search(String group, JobKey after, Instant before) {}

    /** Begins to look for what a group has lost. */
    void remade(String group, Instant now) {
        searches.addLast(new Search(group, new JobKey(group, ""), now));
    }

    /** Whether there is more to look at. */
    boolean pending() {
        return !searches.isEmpty();
    }

    /** A bounded step. */
    void turn(Instant now) {
        if (searches.isEmpty()) {
            return;
        }
        Search search = searches.removeFirst();
        List<JobKey> keys = jobs.keysAfter(Optional.of(search.after()), STEP).stream()
                .takeWhile(key -> key.group().equals(search.group()))
                .toList();
        keys.forEach(key -> look(key, search.before(), now));
        if (keys.size() == STEP) {
            searches.addFirst(new Search(search.group(), keys.get(STEP - 1), search.before()));
        }
    }

    private void look(JobKey key, Instant before, Instant now) {
        try {
            Optional<StoredJob> stored = jobs.inPassing(key);
            if (stored.isPresent()) {
                doubt(key, stored.get(), before, now);
            }
        } catch (PlanFailedException | MalformedRecordException | UnknownSchemaException e) {
            LOG.error("job {} cannot be looked at after its group's topic was made anew", key, e);
        }
    }

    private void doubt(JobKey key, StoredJob stored, Instant before, Instant now) {
        for (Fire fire : stored.job().fires()) {
            for (Shard shard : fire.shards()) {
                boolean lost = shard.state() == ShardState.QUEUED
                        && !shard.attempt().orElseThrow().dispatchedAt().isAfter(before);
                if (lost) {
                    Input suspected = new Input.Suspected(
                            fire.number(),
                            shard.index(),
                            shard.attempt().orElseThrow().token(),
                            DoubtReason.UNSEEN);
                    deciding.decide(key, suspected, Cause.of(new WalkInput()), now);
                }
            }
        }
    }
}
