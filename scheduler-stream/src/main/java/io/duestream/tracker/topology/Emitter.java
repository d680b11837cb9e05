package io.duestream.tracker.topology;

import java.util.List;

/** Where a decision's records go; all of a task's records leave through one. */
interface Emitter {
    /** A record with its key. */
    record Keyed(byte[] key, Outgoing record) {}

    /** Sends records; others wait for them, so a commit follows soon. */
    void emit(List<Keyed> records);
}
