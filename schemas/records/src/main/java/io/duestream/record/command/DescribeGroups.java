package io.duestream.record.command;

import java.util.Optional;

/**
 * Asks a partition what it knows of its groups; its audit partition has the answer.
 *
 * @param group only this group
 * @param after only groups whose name comes after this one
 */
public record DescribeGroups(Optional<String> group, Optional<String> after) implements Command {}
