package io.duestream.tracker.dispatch;

import io.duestream.tracker.dispatch.ReadyRows.Row;
import java.util.Map;

/** What a partition has asked of the owner of a limited group, as it is kept. */
public interface RequestRows {
    /** What was asked for, and whether it was admitted. */
    Map<Row, Boolean> of(String group);

    /** Keeps a request. */
    void keep(Row row, boolean admitted);

    /** A request is over. */
    void remove(Row row);
}
