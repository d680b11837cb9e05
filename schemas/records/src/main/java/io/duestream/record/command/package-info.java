/** What can be asked of the tracker. Imperative names, one record for each command. */
package io.duestream.record.command;
