package io.duestream.record;

/**
 * A record was answered.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its offset
 */
public record RecordInput(InputTopic topic, int partition, long offset) implements AuditInput {}
