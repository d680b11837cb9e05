package io.duestream.tracker.simulation;

import java.util.List;

/**
 * A sentence that is true in every history. One instance watches one partition; what it remembers is kept in rows that fall
 * back with the partition.
 */
interface Invariant {
    /** Judges a decision. */
    default void decided(Decided step, Findings findings) {}

    /** Judges an audit record before it is committed. */
    default void audited(Audited audited, Findings findings) {}

    /** Judges a commit. */
    default void committed(Committed committed, Findings findings) {}

    /** Judges what a crash left behind. */
    default void crashed(List<Dispatched> escaped, Findings findings) {}

    /** Judges what stands in the stores; asked after every step. */
    default void stands(Findings findings) {}
}
