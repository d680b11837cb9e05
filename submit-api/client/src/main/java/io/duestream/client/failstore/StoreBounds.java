package io.duestream.client.failstore;

/**
 * How much a store may hold. What is beyond is refused, never dropped.
 *
 * @param maxRecords records, the quarantine's among them
 * @param maxBytes bytes of records, the quarantine's among them
 * @param minFreeBytes bytes on the disk that the store leaves free
 */
public record StoreBounds(long maxRecords, long maxBytes, long minFreeBytes) {
    /** 100,000 records, 256 MiB, 128 MiB left free. */
    public static final StoreBounds DEFAULT = new StoreBounds(100_000, 256L << 20, 128L << 20);

    /** Refuses bounds within which nothing fits. */
    public StoreBounds {
        if (maxRecords < 1 || maxBytes < 1 || minFreeBytes < 0) {
            throw new IllegalArgumentException("the bounds of a fail store are " + maxRecords + " records, " + maxBytes
                    + " bytes, " + minFreeBytes + " bytes left free; the first two must be at least 1, the last 0");
        }
    }
}
