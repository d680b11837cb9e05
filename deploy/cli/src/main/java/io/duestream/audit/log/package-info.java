/**
 * The log of a cluster as plain values: what stands in the topics, where, and how much of it is there. Without Kafka: where
 * it is read from is the caller's.
 */
package io.duestream.audit.log;
