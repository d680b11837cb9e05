/**
 * The Kafka Streams application around the decision core: one processor that loads a job, lets the core decide, and writes
 * state, indexes, dispatch and audit in one transaction.
 */
package io.duestream.tracker.topology;
