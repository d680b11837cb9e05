/**
 * {@code duestream audit verify}: reads the log of a cluster from its topics, all partitions side by side in the order of
 * time, has it judged, and prints the verdict.
 */
package io.duestream.cli.verify;
