package io.duestream.tracker.topology;

import io.duestream.codec.MalformedRecordException;
import io.duestream.codec.UnknownSchemaException;
import io.duestream.record.WalkInput;
import io.duestream.record.report.DoubtReason;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.StoredJob;
import io.duestream.tracker.store.JobStore;
import io.duestream.tracker.store.RunningStore.Row;
import io.duestream.tracker.topology.AuditTrail.Cause;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the attempts that ran on a node that is lost: each is doubted, so that it is handed out again unless the log
 * holds its end. Bounded in each turn; the notice is repeated while rows remain.
 */
final class LostNodes {
    private static final Logger LOG = LoggerFactory.getLogger(LostNodes.class);
    private static final int STEP = 100;

    private final JobStore jobs;
    private final Runs runs;
    private final Deciding deciding;
    private final Deque<Search> searches = new ArrayDeque<>();

    LostNodes(Deciding.Views views, Deciding deciding) {
        this.jobs = views.jobs();
        this.runs = views.runs();
        this.deciding = deciding;
    }

    /** How far the attempts of a node have been looked at. */
    private record Search(String node, Optional<Row> after) {}

    /** Begins to look for what ran on a node; how many attempts that are. */
    long lost(String node) {
        boolean underWay = searches.stream().anyMatch(search -> search.node().equals(node));
        long affected = runs.on(node);
        if (affected > 0 && !underWay) {
            searches.addLast(new Search(node, Optional.empty()));
        }
        return affected;
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
        List<Row> rows = runs.of(search.node(), search.after(), STEP);
        rows.forEach(row -> look(row, now));
        if (rows.size() == STEP) {
            searches.addFirst(new Search(search.node(), Optional.of(rows.get(STEP - 1))));
        }
    }

    private void look(Row row, Instant now) {
        try {
            Optional<StoredJob> stored = jobs.get(row.key());
            if (Runs.stands(row, stored.map(StoredJob::job))) {
                Input suspected = new Input.Suspected(row.fire(), row.shard(), row.token(), DoubtReason.NODE_LOST);
                deciding.decide(row.key(), suspected, Cause.of(new WalkInput()), now);
            } else {
                LOG.warn("{} has no attempt behind it; the row is dropped", row);
                runs.drop(row);
            }
        } catch (PlanFailedException | MalformedRecordException | UnknownSchemaException e) {
            LOG.error("job {} cannot be looked at although node {} is lost", row.key(), row.node(), e);
        }
    }
}
