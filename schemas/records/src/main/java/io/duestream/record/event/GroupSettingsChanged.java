package io.duestream.record.event;

import io.duestream.job.SettingsInForce;

/**
 * A partition goes by new settings of a group from here on.
 *
 * @param group the group
 * @param inForce the settings
 */
public record GroupSettingsChanged(String group, SettingsInForce inForce) implements JobEvent {}
