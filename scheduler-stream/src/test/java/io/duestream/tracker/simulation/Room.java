package io.duestream.tracker.simulation;

import java.time.Instant;
import java.util.Optional;

/**
 * What one task knows of one group: who waits, and how much room there is. Made anew from the stores after each crash.
 */
interface Room {
    void enqueue(Waiting row);

    void dequeue(Waiting row);

    /** Who is next, if anybody waits. */
    Optional<Waiting> next();

    /** The dispatch partition to hand an attempt to now, if there is room. */
    Optional<Integer> place(Group group, Instant now);

    /** How many attempts may be out at most, whatever happens. */
    int most(Group group);

    void handedOut(int partition);

    void ended(int partition);
}
