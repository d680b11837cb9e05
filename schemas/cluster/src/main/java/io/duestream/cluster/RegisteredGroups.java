package io.duestream.cluster;

import io.duestream.job.GroupSettings;
import java.util.List;
import java.util.Map;

/**
 * The node groups that ZooKeeper knows, as it told last.
 *
 * @param settings by group name
 * @param problems znodes that cannot be read, with the reason, for a person
 * @param stale whether ZooKeeper is away, so that this may be outdated
 */
public record RegisteredGroups(Map<String, GroupSettings> settings, List<String> problems, boolean stale) {
    /** Copies the collections. */
    public RegisteredGroups {
        settings = Map.copyOf(settings);
        problems = List.copyOf(problems);
    }
}
