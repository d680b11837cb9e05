package io.duestream.executor.delivery;

/**
 * How much of one partition may wait in memory before its fetching pauses.
 *
 * @param records at most so many records
 * @param bytes at most so many bytes of record values
 */
public record QueueBound(int records, long bytes) {
    /**
     * Enough to keep workers busy between two polls. What waits here is bound to this node anyway: only it may start
     * records of the partition, so a deep queue takes work from nobody.
     */
    public static final QueueBound DEFAULT = new QueueBound(200, 4L * 1024 * 1024);
}
