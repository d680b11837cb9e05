package io.duestream.job;

/** What a submission does when a job lives under its key. */
public enum OnDuplicate {
    /** The live job stays; the submission is ignored and told so. */
    KEEP,
    /** The live job takes the new definition and keeps its id. */
    REPLACE
}
