package io.duestream.client;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of each job of a batch, in the order they were given.
 *
 * @param items one for each job
 */
public record BatchResult(List<Item> items) {
    /** Copies the items. */
    public BatchResult {
        items = List.copyOf(items);
    }

    /**
     * One job of a batch: it has a receipt or a failure, never both.
     *
     * @param job the job as given
     * @param receipt if it was taken over
     * @param failure if it was not, or if that is not known
     */
    public record Item(Job job, Optional<Receipt> receipt, Optional<SubmissionException> failure) {
        /** Refuses an item that has both or none. */
        public Item {
            Objects.requireNonNull(job, "job");
            if (receipt.isPresent() == failure.isPresent()) {
                throw new IllegalArgumentException("an item has either a receipt or a failure");
            }
        }
    }

    /** The receipts of those that were taken over. */
    public List<Receipt> receipts() {
        return items.stream().flatMap(item -> item.receipt().stream()).toList();
    }

    /** Those that were not taken over, or of which that is not known. */
    public List<Item> failures() {
        return items.stream().filter(item -> item.failure().isPresent()).toList();
    }

    /** Whether every job was taken over. */
    public boolean complete() {
        return items.stream().allMatch(item -> item.receipt().isPresent());
    }
}
