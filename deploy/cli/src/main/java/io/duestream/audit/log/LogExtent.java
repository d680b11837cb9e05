package io.duestream.audit.log;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of the log is there: for each partition, which part of it is read.
 *
 * @param ranges the partitions that are read
 * @param readAt when reading began: what was appended shortly before may be incomplete
 */
public record LogExtent(Map<LogPartition, Range> ranges, Instant readAt) {
    /** Copies the ranges. */
    public LogExtent {
        ranges = Map.copyOf(ranges);
    }

    /**
     * The part of a partition that is read.
     *
     * @param start its first offset
     * @param end the offset behind its last
     * @param first when its first record was appended; empty if there is none
     * @param cut where reading was told to begin, if there are records before that
     */
    public record Range(long start, long end, Optional<Instant> first, Optional<Instant> cut) {
        /** Whether nothing stood before it. */
        public boolean fromTheBeginning() {
            return start == 0;
        }
    }

    /** The range of a partition; empty if it is not read. */
    public Optional<Range> of(LogTopic kind, String group, int partition) {
        return of(kind).stream()
                .filter(each -> each.group().equals(group) && each.partition() == partition)
                .map(ranges::get)
                .findAny();
    }

    /** The partitions of a kind, in order. */
    public List<LogPartition> of(LogTopic kind) {
        return ranges.keySet().stream()
                .filter(each -> each.kind() == kind)
                .sorted(Comparator.comparing(LogPartition::topic).thenComparingInt(LogPartition::partition))
                .toList();
    }

    /** Every partition whose beginning is gone or was left out, in order. */
    public List<LogPartition> incomplete() {
        return ranges.keySet().stream()
                .filter(each -> !ranges.get(each).fromTheBeginning())
                .sorted(Comparator.comparing(LogPartition::topic).thenComparingInt(LogPartition::partition))
                .toList();
    }

    /** From when on all of some partitions is there; empty if all begin at their beginning. */
    public Optional<Instant> completeFrom(Collection<LogPartition> partitions) {
        return partitions.stream()
                .map(ranges::get)
                .filter(each -> !each.fromTheBeginning())
                .map(each -> each.cut().or(each::first).orElse(readAt))
                .max(Comparator.naturalOrder());
    }
}
