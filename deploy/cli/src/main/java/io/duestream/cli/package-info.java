/**
 * The {@code duestream} command: it wires the commands of the packages below, one for each noun, and turns what they throw
 * into a message and an exit code: 0 it worked, 1 it did not succeed, 2 it was called wrongly.
 */
package io.duestream.cli;
