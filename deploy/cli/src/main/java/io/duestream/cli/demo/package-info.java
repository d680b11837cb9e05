/**
 * The whole system in one process with jobs of every kind, each of which states what is to become of it. What did become of
 * it is read from the audit topic and the outcomes, as any other reader could.
 */
package io.duestream.cli.demo;
