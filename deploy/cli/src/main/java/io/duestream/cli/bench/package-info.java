/**
 * Measures a cluster: {@code duestream bench}. The brokers, the tracker and the executor run in processes of their own, as in
 * production; this process submits, and reads the ends of the jobs from the audit topic.
 */
package io.duestream.cli.bench;
