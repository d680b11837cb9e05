package io.duestream.cli.group;

import io.duestream.job.GroupRules;
import io.duestream.job.GroupSettings;
import io.duestream.job.SettingsInForce;
import io.duestream.record.event.GroupDescribed;
import io.duestream.record.event.LimitView;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A group as its partitions tell it.
 *
 * @param name its name
 * @param byPartition what each partition that answered knows of it
 * @param partitions how many partitions there are
 */
record GroupState(String name, Map<Integer, GroupDescribed> byPartition, int partitions) {
    /** Keeps a copy in the order of the partitions. */
    GroupState {
        byPartition = new TreeMap<>(byPartition);
    }

    /** The newest settings that any partition goes by; empty if none were ever set. */
    Optional<SettingsInForce> newest() {
        return byPartition.values().stream()
                .flatMap(each -> each.inForce().stream())
                .max(Comparator.comparingLong(SettingsInForce::version));
    }

    GroupSettings settings() {
        return newest().map(SettingsInForce::settings).orElse(GroupRules.DEFAULTS);
    }

    /** How many partitions go by the newest settings. */
    long applied() {
        return byPartition.values().stream()
                .filter(each -> each.inForce().equals(newest()))
                .count();
    }

    long waiting() {
        return byPartition.values().stream().mapToLong(GroupDescribed::waiting).sum();
    }

    /** Whether more wait than were counted. */
    boolean moreWait() {
        return byPartition.values().stream().anyMatch(GroupDescribed::moreWait);
    }

    long open() {
        return byPartition.values().stream().mapToLong(GroupDescribed::open).sum();
    }

    int threads() {
        return byPartition.values().stream()
                .mapToInt(GroupDescribed::threads)
                .max()
                .orElse(0);
    }

    /** What the owner of the limit says; empty if there is no limit, or its owner has not answered. */
    Optional<LimitView> limit() {
        return byPartition.values().stream()
                .flatMap(each -> each.limit().stream())
                .findFirst();
    }
}
