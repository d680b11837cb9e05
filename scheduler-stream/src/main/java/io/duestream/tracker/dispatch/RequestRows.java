package io.duestream.tracker.dispatch;

import io.duestream.tracker.dispatch.ReadyRows.Row;
import java.util.Map;

/** What a partition has asked of the owner of a limited group, as it is kept. */
public interface RequestRows {
    /**
     * A request that is not over.
     *
     * @param number what the owner knows it by
     * @param admitted whether it was admitted
     */
    record Asked(long number, boolean admitted) {}

    /** What was asked for. */
    Map<Row, Asked> of(String group);

    /** Keeps a request. */
    void keep(Row row, Asked asked);

    /** A request is over. */
    void remove(Row row);
}
