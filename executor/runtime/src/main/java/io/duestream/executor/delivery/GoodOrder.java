package io.duestream.executor.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * The word that an owner leaves with the offset of a partition which it gives away: nothing from there on was ever begun. The
 * next owner takes the word back before it begins anything; where it finds none, the last owner vanished or could not finish.
 *
 * <p>Not thread-safe: of the poll loop's thread.
 */
final class GoodOrder {
    /** As committed with the offset. */
    static final String WORD = "nothing-begun-from-here";

    private final Map<Integer, Long> takenUpAt = new HashMap<>();

    /** Whether a committed offset has the word with it. */
    static boolean of(OffsetAndMetadata committed) {
        return committed != null && WORD.equals(committed.metadata());
    }

    /** An offset with the word. */
    static OffsetAndMetadata at(long offset) {
        return new OffsetAndMetadata(offset, WORD);
    }

    /** A partition was taken up in good order: its word is taken back. */
    void takenUp(int partition, long offset) {
        takenUpAt.put(partition, offset);
    }

    /** A partition is not owned any more. */
    void gone(int partition) {
        takenUpAt.remove(partition);
    }

    /** Where a partition was taken up, if that was in good order. */
    OptionalLong takenUpAt(int partition) {
        Long offset = takenUpAt.get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }
}
