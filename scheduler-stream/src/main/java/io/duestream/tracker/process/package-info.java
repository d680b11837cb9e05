/**
 * A tracker process: its configuration, the Kafka Streams life cycle, and what it learns off the stream threads.
 */
package io.duestream.tracker.process;
