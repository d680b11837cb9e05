package io.duestream.tracker.dispatch;

import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.dispatch.ReadyRows.Row;
import io.duestream.tracker.dispatch.RequestRows.Asked;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.LongSupplier;

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
    private final LongSupplier numbers;
    private final Map<Place, Request> asked = new HashMap<>();
    private final TreeSet<Row> waiting = new TreeSet<>(Row.ORDER);
    private final TreeSet<Row> admitted = new TreeSet<>(Row.ORDER);
    private Row horizon;
    /** Whether rows may stand behind the horizon. */
    private boolean more = true;

    /** Where requests go. */
    public interface Asking {
        /** Asks for a row to be admitted, under a number of its own. */
        void ask(Row row, long number);

        /** Asks no more for a row. */
        void withdraw(Row row, long number);
    }

    /** A shard may ask again before the answer to what it asked first has come: a number tells them apart. */
    private record Request(Row row, long number) {}

    private record Place(long accepted, long fire, int shard) {
        static Place of(Row row) {
            ReadyShard shard = row.shard();
            return new Place(shard.accepted(), shard.fire(), shard.shard());
        }
    }

    /**
     * The requests of a group, as they are kept.
     *
     * @param numbers a new number for each request of the partition
     */
    public Requests(String group, ReadyRows ready, RequestRows rows, Asking asking, LongSupplier numbers) {
        this.group = group;
        this.ready = ready;
        this.rows = rows;
        this.asking = asking;
        this.numbers = numbers;
        rows.of(group).forEach((row, each) -> {
            asked.put(Place.of(row), new Request(row, each.number()));
            (each.admitted() ? admitted : waiting).add(row);
        });
        this.horizon = waiting.isEmpty() ? null : waiting.last();
    }

    /** Forgets everything: another limit has begun, or none holds any more. */
    public void forget() {
        asked.values().forEach(each -> rows.remove(each.row()));
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
        Place place = Place.of(row);
        if (!asked.containsKey(place)) {
            Request request = new Request(row, numbers.getAsLong());
            asked.put(place, request);
            waiting.add(row);
            rows.keep(row, new Asked(request.number(), false));
            asking.ask(row, request.number());
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
            Request request = asked.remove(Place.of(last));
            rows.remove(last);
            asking.withdraw(last, request.number());
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
     * @return the number of the request for it, if it had been asked for
     */
    public OptionalLong gone(Row row) {
        Request was = asked.remove(Place.of(row));
        if (was == null) {
            return OptionalLong.empty();
        }
        waiting.remove(row);
        admitted.remove(row);
        rows.remove(row);
        return OptionalLong.of(was.number());
    }

    /**
     * The owner lets a shard run.
     *
     * @param number the request that is answered
     * @return whether that request stands; if not, the owner was told so when it was given up
     */
    public boolean admitted(Claim claim, long number) {
        Request request = asked.get(new Place(claim.job().offset(), claim.fire(), claim.shard()));
        if (request == null || request.number() != number || !waiting.remove(request.row())) {
            return false;
        }
        admitted.add(request.row());
        rows.keep(request.row(), new Asked(number, true));
        return true;
    }

    /** The first that may go. */
    public Optional<Row> next() {
        return admitted.isEmpty() ? Optional.empty() : Optional.of(admitted.first());
    }
}
