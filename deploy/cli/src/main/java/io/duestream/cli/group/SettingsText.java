package io.duestream.cli.group;

import io.duestream.job.GroupSettings;

/** Settings of a group in words. */
final class SettingsText {
    private SettingsText() {}

    static String of(GroupSettings settings) {
        return (settings.paused() ? "paused" : "active") + ", rate " + rate(settings) + ", concurrency "
                + concurrency(settings) + ", in flight " + bounds(settings);
    }

    static String rate(GroupSettings settings) {
        return settings.ratePerSecond().map(each -> each + "/s").orElse("none");
    }

    static String concurrency(GroupSettings settings) {
        return settings.concurrency().map(Object::toString).orElse("none");
    }

    static String bounds(GroupSettings settings) {
        return settings.minInFlight().map(Object::toString).orElse("auto") + ".."
                + settings.maxInFlight().map(Object::toString).orElse("auto");
    }
}
