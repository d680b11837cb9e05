package io.duestream.tracker.topology;

import io.duestream.job.SettingsInForce;
import io.duestream.tracker.store.SettingsStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings of groups that a task goes by: the last ones it was told, also after a restart. */
final class InForce {
    private final SettingsStore store;
    private final Map<String, SettingsInForce> settings;

    InForce(SettingsStore store) {
        this.store = store;
        this.settings = store.all();
    }

    /** What a group goes by; empty if nothing was ever set. */
    Optional<SettingsInForce> of(String group) {
        return Optional.ofNullable(settings.get(group));
    }

    /** The groups about which anything was ever set. */
    Set<String> groups() {
        return settings.keySet();
    }

    boolean paused(String group) {
        SettingsInForce known = settings.get(group);
        return known != null && known.settings().paused();
    }

    /** The version with which the group became limited; empty if it is not. */
    Optional<Long> limitedSince(String group) {
        SettingsInForce known = settings.get(group);
        return known == null ? Optional.empty() : known.limitedSince();
    }

    /** Whether they are newer than what is known; then they hold from here on. */
    boolean put(String group, SettingsInForce next) {
        SettingsInForce known = settings.get(group);
        boolean newer = known == null || known.version() < next.version();
        if (newer) {
            settings.put(group, next);
            store.put(group, next);
        }
        return newer;
    }
}
