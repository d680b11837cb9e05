package io.duestream.record.event;

/** What happened to a request for admission to a limited group. */
public enum AdmissionChange {
    /** A partition asks the owner to let a shard run. */
    REQUESTED,
    /** The owner lets it run. */
    GRANTED,
    /** Its partition has learnt that it may run. */
    RECEIVED,
    /** It was dispatched. */
    USED,
    /** Its attempt has ended. */
    RELEASED,
    /** It needs no admission any more. */
    WITHDRAWN,
    /** The attempts that a partition had out when the limit began were counted. */
    COUNTED,
    /** What was said belongs to a limit that is no more. */
    OUTDATED
}
