package io.duestream.audit.log;

/**
 * A partition of the log.
 *
 * @param kind what stands in it
 * @param topic full name of its topic
 * @param group node group of a dispatch topic; empty for the others
 * @param partition its number
 */
public record LogPartition(LogTopic kind, String topic, String group, int partition) {
    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
