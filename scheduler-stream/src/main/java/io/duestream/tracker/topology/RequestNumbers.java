package io.duestream.tracker.topology;

import io.duestream.tracker.store.Marks;
import java.util.function.LongSupplier;

/**
 * Numbers for what a task asks of owners, each given once in the life of its partition. They are kept a thousand at a time,
 * in the transaction that uses the first: what a restart skips was never seen, what was seen is never given again.
 */
final class RequestNumbers implements LongSupplier {
    private static final long KEPT_AT_ONCE = 1_000;

    private final Marks marks;
    private long next;
    private long kept;

    RequestNumbers(Marks marks) {
        this.marks = marks;
        this.next = marks.nextRequest();
        this.kept = next;
    }

    @Override
    public long getAsLong() {
        if (next == kept) {
            kept = next + KEPT_AT_ONCE;
            marks.nextRequest(kept);
        }
        long number = next;
        next++;
        return number;
    }
}
