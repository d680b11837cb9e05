/** {@code duestream fail-store}: shows, empties and mends the fail stores of this machine. */
package io.duestream.cli.failstore;
