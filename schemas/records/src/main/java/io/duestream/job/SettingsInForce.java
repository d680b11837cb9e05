package io.duestream.job;

import java.util.Optional;

/**
 * The settings of a group as its owner has decided them.
 *
 * @param version offset of the command that made them; later ones are higher
 * @param limitedSince the version with which the group became limited; empty if it is not
 * @param settings what they say
 * @param by who changed them
 * @param reason said by whoever changed them
 */
public record SettingsInForce(
        long version, Optional<Long> limitedSince, GroupSettings settings, String by, String reason) {}
