package io.duestream.tracker.store;

import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/** Which submissions were seen lately, by the time the broker appended them. */
public final class SubmissionStore {
    private static final byte[] SEEN = {1};

    private final WindowStore<Bytes, byte[]> submissions;
    private final Duration window;

    /** A view on the store that remembers for {@code window}. */
    public SubmissionStore(WindowStore<Bytes, byte[]> submissions, Duration window) {
        this.submissions = submissions;
        this.window = window;
    }

    /**
     * Whether a submission of that id was appended within the window around {@code appendedAt}: after a change of leaders
     * the later of two records may bear the earlier time.
     */
    public boolean seen(byte[] id, long appendedAt) {
        long from = Math.max(0, appendedAt - window.toMillis());
        try (WindowStoreIterator<byte[]> found =
                submissions.fetch(Bytes.wrap(id), from, appendedAt + window.toMillis())) {
            return found.hasNext();
        }
    }

    /** Remembers a submission. */
    public void add(byte[] id, long appendedAt) {
        submissions.put(Bytes.wrap(id), SEEN, appendedAt);
    }
}
