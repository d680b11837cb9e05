package io.duestream.record.event;

import io.duestream.job.SettingsInForce;
import java.util.Optional;

/**
 * What a partition knows of a group.
 *
 * @param group the group
 * @param inForce the settings it goes by; empty if none were ever set
 * @param waiting shards that wait for room
 * @param moreWait whether more wait than were counted
 * @param open attempts that are out
 * @param threads worker threads of the whole group; 0 if unknown
 * @param limit said by the owner of a limited group
 */
public record GroupDescribed(
        String group,
        Optional<SettingsInForce> inForce,
        long waiting,
        boolean moreWait,
        long open,
        int threads,
        Optional<LimitView> limit)
        implements JobEvent {}
