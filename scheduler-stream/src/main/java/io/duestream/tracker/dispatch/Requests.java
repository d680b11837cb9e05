package io.duestream.tracker.dispatch;

import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.dispatch.ReadyRows.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What one partition asks of the owner of a limited group. It asks for the first of its queue only, so that neither a long
 * queue nor its cancellation costs the owner anything: every waiting row up to {@link #horizon} is asked for. What comes
 * before the horizon is asked for at once; what lies behind, when the others have gone.
 */
public final class Requests {
    /** Requests that wait at the owner, at most for long. */
    static final int WINDOW = 256;

    private final String group;
    private final ReadyRows ready;
    private final RequestRows rows;
    private final Asking asking;
    private final Map<Place, Row> asked = new HashMap<>();
    private final TreeSet<Row> waiting = new TreeSet<>(Row.ORDER);
    private final TreeSet<Row> admitted = new TreeSet<>(Row.ORDER);
    private Row horizon;
    /** Whether rows may stand behind the horizon. */
    private boolean more = true;

    /** Where requests go. */
    public interface Asking {
        /** Asks for a row to be admitted. */
        void ask(Row row);

        /** Asks no more for a row. */
        void withdraw(Row row);
    }

    private record Place(long accepted, long fire, int shard) {
        static Place of(Row row) {
            ReadyShard shard = row.shard();
            return new Place(shard.accepted(), shard.fire(), shard.shard());
        }
    }

    /** The requests of a group, as they are kept. */
    public Requests(String group, ReadyRows ready, RequestRows rows, Asking asking) {
        this.group = group;
        this.ready = ready;
        this.rows = rows;
        this.asking = asking;
        rows.of(group).forEach((row, yes) -> {
            asked.put(Place.of(row), row);
            (yes ? admitted : waiting).add(row);
        });
        this.horizon = waiting.isEmpty() ? null : waiting.last();
    }

    /** Forgets everything: another limit has begun, or none holds any more. */
    public void forget() {
        asked.values().forEach(rows::remove);
        asked.clear();
        waiting.clear();
        admitted.clear();
        horizon = null;
        more = true;
    }

    /** A row has come to wait. */
    public void waits(Row row) {
        boolean covered = horizon != null && Row.ORDER.compare(row, horizon) <= 0;
        if (covered) {
            ask(row);
            shrink();
        } else if (!more && waiting.size() < WINDOW) {
            ask(row);
        } else {
            more = true;
        }
    }

    private void ask(Row row) {
        if (asked.putIfAbsent(Place.of(row), row) == null) {
            waiting.add(row);
            rows.keep(row, false);
            asking.ask(row);
        }
        if (horizon == null || Row.ORDER.compare(row, horizon) > 0) {
            horizon = row;
        }
    }

    /** The last ones are taken back when better ones keep coming. */
    private void shrink() {
        if (waiting.size() <= 2 * WINDOW) {
            return;
        }
        while (waiting.size() > WINDOW) {
            Row last = waiting.pollLast();
            asked.remove(Place.of(last));
            rows.remove(last);
            asking.withdraw(last);
        }
        horizon = waiting.last();
        more = true;
    }

    /** Asks for the next ones, if few of those that were asked for still wait. */
    public void fill() {
        while (more && waiting.size() <= WINDOW / 2) {
            var next = ready.after(group, horizon, WINDOW);
            more = next.size() == WINDOW;
            next.forEach(this::ask);
        }
    }

    /**
     * A row waits no more.
     *
     * @return whether it had been asked for
     */
    public boolean gone(Row row) {
        boolean was = asked.remove(Place.of(row)) != null;
        if (was) {
            waiting.remove(row);
            admitted.remove(row);
            rows.remove(row);
        }
        return was;
    }

    /**
     * The owner lets a shard run.
     *
     * @return whether it was still asked for; if not, the owner is or will be told
     */
    public boolean admitted(Claim claim) {
        Row row = asked.get(new Place(claim.job().offset(), claim.fire(), claim.shard()));
        if (row == null || !waiting.remove(row)) {
            return false;
        }
        admitted.add(row);
        rows.keep(row, true);
        return true;
    }

    /** The first that may go. */
    public Optional<Row> next() {
        return admitted.isEmpty() ? Optional.empty() : Optional.of(admitted.first());
    }
}
