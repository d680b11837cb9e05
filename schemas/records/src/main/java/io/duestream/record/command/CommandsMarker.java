package io.duestream.record.command;

/**
 * Proves that all commands before it were read after an assignment.
 *
 * @param nonce one for each assignment
 */
public record CommandsMarker(String nonce) implements Command {}
