package io.duestream.audit.log;

/**
 * Where a record stands.
 *
 * @param partition its partition
 * @param offset its offset
 */
public record Place(LogPartition partition, long offset) {
    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
