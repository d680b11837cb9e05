package io.duestream.job;

import java.util.Objects;

/**
 * Names the one job that is alive under it: node group and task id, written {@code group/taskId}. The first slash splits,
 * so a task id may contain slashes and a group may not.
 *
 * @param group node group; names that begin with {@code ~} are the tracker's own
 * @param taskId task id, chosen by the submitter
 */
public record JobKey(String group, String taskId) {
    /** Refuses null and a group with a slash, which would make two keys read the same. */
    public JobKey {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(taskId, "taskId");
        if (group.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "group '" + JobRules.shown(group) + "' contains '/'; the first '/' of a job key ends it");
        }
    }

    /**
     * Reads a key as written by {@link #toString()}.
     *
     * @throws IllegalArgumentException if there is no slash
     */
    public static JobKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "'" + JobRules.shown(text) + "' is not a job key; expected group/taskId");
        }
        return new JobKey(text.substring(0, slash), text.substring(slash + 1));
    }

    /** Whether this is a key of the tracker's own records, which no submitter can use. */
    public boolean internal() {
        return group.startsWith("~");
    }

    @Override
    public String toString() {
        return group + "/" + taskId;
    }
}
