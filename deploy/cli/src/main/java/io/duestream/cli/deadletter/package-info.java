/** {@code duestream dead-letter}: shows what could not be read or delivered, and sends it back where it belongs. */
package io.duestream.cli.deadletter;
