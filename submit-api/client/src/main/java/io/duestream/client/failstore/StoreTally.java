package io.duestream.client.failstore;

import io.duestream.client.failstore.FailStore.Change;
import io.duestream.client.failstore.RecordLayout.Summary;
import java.util.HashMap;
import java.util.Map;

/** What a store holds, by count and size. Copied before a change, kept if the change is made. */
final class StoreTally {
    private final Map<Long, Long> records;
    private final Map<Long, Long> quarantined;
    private long bytes;
    private long lastSequence;
    private long writes;

    StoreTally() {
        this(new HashMap<>(), new HashMap<>());
    }

    private StoreTally(Map<Long, Long> records, Map<Long, Long> quarantined) {
        this.records = records;
        this.quarantined = quarantined;
    }

    void add(byte family, long sequence, long size) {
        bytes += size - orNone(of(family).put(sequence, size));
        lastSequence = Math.max(lastSequence, sequence);
    }

    void remove(byte family, long sequence) {
        bytes -= orNone(of(family).remove(sequence));
    }

    boolean has(byte family, long sequence) {
        return of(family).containsKey(sequence);
    }

    int count(byte family) {
        return of(family).size();
    }

    long bytes() {
        return bytes;
    }

    long lastSequence() {
        return lastSequence;
    }

    /** Goes on where it was written down: sequences are never given twice, also when the last ones are gone. */
    void goOn(Summary written) {
        lastSequence = Math.max(lastSequence, written.lastSequence());
        writes = written.writes();
    }

    void written() {
        writes++;
    }

    long writes() {
        return writes;
    }

    /** The change that writes down what there will be after {@code added} and {@code removed} more. */
    Change summary(int records, int quarantinedRecords, long last) {
        Summary summary = new Summary(
                this.records.size() + (long) records,
                quarantined.size() + (long) quarantinedRecords,
                Math.max(lastSequence, last),
                writes + 1);
        return Change.put(RecordLayout.summaryKey(), RecordLayout.encode(summary));
    }

    private Map<Long, Long> of(byte family) {
        return family == RecordLayout.RECORD ? records : quarantined;
    }

    private static long orNone(Long size) {
        return size == null ? 0 : size;
    }
}
