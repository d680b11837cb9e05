/**
 * The decisions of the tracker, as pure functions: {@code decide} turns a job, an input and a time into events, and the
 * fold of the events is the next state. No Kafka, no clock, no randomness, no logging: whatever is decided can be decided
 * again from the log.
 */
package io.duestream.tracker.core;
