/** Reads the audit topic and tells what it says: the life of one job, or everything as it happens. */
package io.duestream.cli.audit;
