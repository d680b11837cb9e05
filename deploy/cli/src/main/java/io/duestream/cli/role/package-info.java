/** The roles of a cluster as processes: tracker, executor and feedback-stream, against any brokers. */
package io.duestream.cli.role;
