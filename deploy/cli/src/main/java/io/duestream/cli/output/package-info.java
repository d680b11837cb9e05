/** How commands speak: failures as messages, tables and live tables for people, JSON for programs. */
package io.duestream.cli.output;
