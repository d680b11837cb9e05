package io.duestream.tracker.dispatch;

import io.duestream.tracker.dispatch.ReadyRows.Row;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The queue of one group. It holds the head of the order in memory: every row up to {@link #horizon} is there, so the
 * store is scanned only where the head ends, and never again over what has been taken.
 */
final class ReadyQueue {
    private static final int HEAD = 256;

    private final String group;
    private final ReadyRows rows;
    private final TreeSet<Row> head = new TreeSet<>(Row.ORDER);
    /** The last row the head covers; null before the first look. */
    private Row horizon;
    /** Whether rows may stand behind the horizon. */
    private boolean more = true;

    ReadyQueue(String group, ReadyRows rows) {
        this.group = group;
        this.rows = rows;
    }

    void add(Row row) {
        rows.add(row);
        boolean covered = !more || horizon != null && Row.ORDER.compare(row, horizon) <= 0;
        if (covered) {
            head.add(row);
            if (head.size() > 2 * HEAD) {
                shrink();
            }
        }
    }

    void remove(Row row) {
        rows.remove(row);
        head.remove(row);
    }

    /** The next row, which stays in the queue. */
    Optional<Row> peek() {
        if (head.isEmpty() && more) {
            refill();
        }
        return head.isEmpty() ? Optional.empty() : Optional.of(head.first());
    }

    /** How many wait: what is in memory, and so many rows behind it; what was taken from the front is not read again. */
    Waiting count(int behind) {
        peek();
        if (!more || behind == 0) {
            return new Waiting(head.size(), more);
        }
        int rest = rows.after(group, horizon, behind).size();
        return new Waiting(head.size() + rest, rest == behind);
    }

    private void refill() {
        List<Row> next = rows.after(group, horizon, HEAD);
        head.addAll(next);
        more = next.size() == HEAD;
        if (!next.isEmpty()) {
            horizon = next.get(next.size() - 1);
        }
    }

    private void shrink() {
        while (head.size() > HEAD) {
            head.pollLast();
        }
        horizon = head.last();
        more = true;
    }
}
