package io.duestream.client.sender;

import io.duestream.job.Position;
import java.util.Optional;

/** Who has a record. */
public sealed interface Sent permits Sent.Acknowledged, Sent.Stored {
    /**
     * The broker has it.
     *
     * @param position where; empty if the broker recognised a copy and does not know any more
     */
    record Acknowledged(Optional<Position> position) implements Sent {}

    /** The fail store has it, on the disk, and it will be sent. */
    record Stored() implements Sent {}
}
