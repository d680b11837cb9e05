package io.duestream.record;

/** What an outcome tells. */
public enum OutcomeKind {
    /** A fire of the job has ended. */
    FIRE_ENDED,
    /** The submission was rejected. */
    REJECTED,
    /** The submission was ignored: a job lives under the key, or it was seen before. */
    DUPLICATE
}
