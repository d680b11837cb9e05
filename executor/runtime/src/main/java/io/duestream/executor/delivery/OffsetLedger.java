package io.duestream.executor.delivery;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Knows which offset may be committed: the one up to which every delivered record is settled, that is reported and the
 * report acknowledged.
 *
 * <p>A partition that comes back after it was lost, or whose topic was made anew, gets a new epoch; what is settled under
 * an older one no longer counts. Not thread-safe.
 */
final class OffsetLedger {
    private final Map<Integer, Line> lines = new HashMap<>();
    private long lastEpoch;

    /** Takes a partition up, at whatever offset comes first. */
    void assigned(int partition) {
        lines.put(partition, new Line(++lastEpoch));
    }

    /** Gives a partition up. */
    void forget(int partition) {
        lines.remove(partition);
    }

    boolean owns(int partition) {
        return lines.containsKey(partition);
    }

    /** The current epoch of a partition that is assigned. */
    long epoch(int partition) {
        return lines.get(partition).epoch;
    }

    /** Whether a delivery with this offset would go back behind an earlier one: the topic is another than before. */
    boolean goesBack(int partition, long offset) {
        return offset <= lines.get(partition).last;
    }

    /** Enters a record; offsets of a partition only grow. */
    void delivered(int partition, long offset) {
        Line line = lines.get(partition);
        if (offset <= line.last) {
            throw new IllegalStateException(
                    "offset " + offset + " of partition " + partition + " came after " + line.last);
        }
        if (line.next < 0) {
            line.next = offset;
            line.requested = offset;
            line.committed = offset;
        }
        line.last = offset;
        Entry entry = new Entry(offset);
        line.open.addLast(entry);
        line.byOffset.put(offset, entry);
    }

    /** Notes that the report of a record is acknowledged; without effect under an old epoch or a second time. */
    void settled(int partition, long epoch, long offset) {
        Line line = lines.get(partition);
        if (line == null || line.epoch != epoch) {
            return;
        }
        Entry settled = line.byOffset.remove(offset);
        if (settled == null) {
            return;
        }
        settled.settled = true;
        while (!line.open.isEmpty() && line.open.getFirst().settled) {
            line.next = line.open.removeFirst().offset + 1;
        }
    }

    /** Takes back records that were delivered and will not be started here. */
    void withdraw(int partition, long fromOffset) {
        Line line = lines.get(partition);
        while (!line.open.isEmpty() && line.open.getLast().offset >= fromOffset) {
            line.byOffset.remove(line.open.removeLast().offset);
        }
    }

    /** Takes back the record that was delivered last, so that it may be delivered again. */
    void takeBack(int partition, long offset) {
        withdraw(partition, offset);
        lines.get(partition).last = offset - 1;
    }

    /**
     * The offset up to which everything is settled, if that is all that was begun of a partition: what was delivered behind it
     * was withdrawn. Negative if nothing was delivered.
     */
    OptionalLong settledUpTo(int partition) {
        Line line = lines.get(partition);
        return line == null || !line.byOffset.isEmpty() ? OptionalLong.empty() : OptionalLong.of(line.next);
    }

    /** How many records of these partitions are delivered and not settled. */
    int unsettled(Collection<Integer> partitions) {
        int count = 0;
        for (int partition : partitions) {
            Line line = lines.get(partition);
            count += line == null ? 0 : line.byOffset.size();
        }
        return count;
    }

    /** How many records are delivered and not settled. */
    int unsettled() {
        return unsettled(lines.keySet());
    }

    /** What to commit, by partition; empty if nothing has changed since it was asked for last. */
    Map<Integer, Long> toCommit() {
        Map<Integer, Long> offsets = new HashMap<>();
        lines.forEach((partition, line) -> {
            if (line.next > line.requested) {
                line.requested = line.next;
                offsets.put(partition, line.next);
            }
        });
        return offsets;
    }

    /**
     * What to commit before partitions are given away, by partition: also what was asked for before and is not known to have
     * arrived. A commit on its way may fail when nobody listens any more.
     */
    Map<Integer, Long> toCommitAtLast() {
        Map<Integer, Long> offsets = new HashMap<>();
        lines.forEach((partition, line) -> {
            if (line.next > line.committed) {
                line.requested = line.next;
                offsets.put(partition, line.next);
            }
        });
        return offsets;
    }

    /** Notes that the brokers have these offsets. */
    void committed(Map<Integer, Long> offsets) {
        offsets.forEach((partition, offset) -> {
            Line line = lines.get(partition);
            if (line != null && offset <= line.next) {
                line.committed = Math.max(line.committed, offset);
            }
        });
    }

    /** Whether {@link #toCommit} would have something. */
    boolean hasToCommit() {
        return lines.values().stream().anyMatch(line -> line.next > line.requested);
    }

    /** Notes that a commit of these offsets did not succeed, so that they are asked for again. */
    void notCommitted(Map<Integer, Long> offsets) {
        offsets.forEach((partition, offset) -> {
            Line line = lines.get(partition);
            if (line != null && line.requested == offset) {
                line.requested = -1;
            }
        });
    }

    private static final class Entry {
        private final long offset;
        private boolean settled;

        Entry(long offset) {
            this.offset = offset;
        }
    }

    private static final class Line {
        private final long epoch;
        private final ArrayDeque<Entry> open = new ArrayDeque<>();
        private final Map<Long, Entry> byOffset = new HashMap<>();
        private long next = -1;
        private long last = -1;
        private long requested = -1;
        private long committed = -1;

        Line(long epoch) {
            this.epoch = epoch;
        }
    }
}
