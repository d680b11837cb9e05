package io.duestream.audit.verify;

import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Which records of a partition were seen, and which answered: two bits a record, and none once all of a stretch have been
 * answered. The two sides may come in any order.
 */
final class OffsetLedger {
    private static final int STRETCH = 4096;

    private final long start;
    private final TreeMap<Long, Stretch> stretches = new TreeMap<>();
    private Stretch latest;
    /** Everything below was seen and answered once. */
    private long settledBelow;

    private long lastSeen = -1;
    private long lastAnswered = -1;

    OffsetLedger(long start) {
        this.start = start;
        this.settledBelow = start;
    }

    private static final class Stretch {
        private final long from;
        private final BitSet seen = new BitSet(STRETCH);
        private final BitSet answered = new BitSet(STRETCH);
        private Instant first;

        Stretch(long from) {
            this.from = from;
        }
    }

    void seen(long offset, Instant appendedAt) {
        Stretch stretch = stretch(offset);
        stretch.seen.set((int) (offset - stretch.from));
        if (stretch.first == null) {
            stretch.first = appendedAt;
        }
        lastSeen = offset;
    }

    /** Whether this is the first answer. */
    boolean answered(long offset) {
        if (offset < settledBelow) {
            return false;
        }
        Stretch stretch = stretch(offset);
        int bit = (int) (offset - stretch.from);
        if (stretch.answered.get(bit)) {
            return false;
        }
        stretch.answered.set(bit);
        lastAnswered = Math.max(lastAnswered, offset);
        return true;
    }

    /** The highest offset that was answered; -1 if none was. */
    long lastAnswered() {
        return lastAnswered;
    }

    private Stretch stretch(long offset) {
        if (latest == null || offset < latest.from || offset >= latest.from + STRETCH) {
            settle();
            long from = offset / STRETCH * STRETCH;
            latest = stretches.computeIfAbsent(from, Stretch::new);
        }
        return latest;
    }

    /** Forgets the stretches at the beginning in which nothing is left to come or to say. */
    private void settle() {
        while (!stretches.isEmpty()) {
            Stretch first = stretches.firstEntry().getValue();
            boolean passed = lastSeen >= first.from + STRETCH;
            if (!passed || !first.seen.equals(first.answered)) {
                return;
            }
            settledBelow = Math.max(start, first.from + STRETCH);
            stretches.pollFirstEntry();
            latest = latest == first ? null : latest;
        }
    }

    /** What becomes of each record that was seen and not answered. */
    interface Unanswered {
        /**
         * @param offset its offset
         * @param appendedAt when it, or one that stands shortly before it, was appended
         */
        void at(long offset, Instant appendedAt);
    }

    /** Goes through what was seen and not answered, in order. */
    void unanswered(Unanswered each) {
        for (Map.Entry<Long, Stretch> entry : stretches.entrySet()) {
            Stretch stretch = entry.getValue();
            BitSet open = (BitSet) stretch.seen.clone();
            open.andNot(stretch.answered);
            open.stream().forEach(bit -> each.at(stretch.from + bit, stretch.first));
        }
    }

    /** Goes through what was answered and never seen, in order. */
    void unseen(LongConsumer each) {
        for (Stretch stretch : stretches.values()) {
            BitSet extra = (BitSet) stretch.answered.clone();
            extra.andNot(stretch.seen);
            extra.stream().forEach(bit -> each.accept(stretch.from + bit));
        }
    }
}
