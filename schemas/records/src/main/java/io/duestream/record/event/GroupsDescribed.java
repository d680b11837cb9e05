package io.duestream.record.event;

/**
 * A partition has told what it knows of its groups.
 *
 * @param more whether there are more behind the last one
 */
public record GroupsDescribed(boolean more) implements JobEvent {
    /** Most groups of one answer. */
    public static final int MOST_GROUPS = 100;
}
