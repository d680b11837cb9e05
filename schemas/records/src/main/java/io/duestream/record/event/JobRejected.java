package io.duestream.record.event;

import java.util.List;

/**
 * A submission was refused; no job was made.
 *
 * @param reasons all problems found
 */
public record JobRejected(List<String> reasons) implements JobEvent {
    /** Copies the collections. */
    public JobRejected {
        reasons = List.copyOf(reasons);
    }
}
