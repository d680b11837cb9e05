package io.duestream.record.command;

import io.duestream.job.SettingsInForce;
import java.util.Optional;

/**
 * What a tracker learnt off its stream thread.
 *
 * @param kind what happened
 * @param subject the node or group
 * @param settings the settings, where they changed
 */
public record TrackerNotice(NoticeKind kind, String subject, Optional<SettingsInForce> settings) implements Command {}
