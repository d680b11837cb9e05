package io.duestream.client;

import io.duestream.client.failstore.QuarantinedRecord;
import io.duestream.client.sender.ReliableSender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A {@link JobClient} that goes on taking jobs while the brokers are away. What they do not acknowledge in time is written to
 * a fail store on the local disk, and the receipt says {@link Receipt.Status#STORED} instead of
 * {@link Receipt.Status#ACCEPTED}. When the brokers are back it is sent by itself, the commands of a job in their order; a
 * process that ends before leaves it to the next one over the same directory.
 *
 * <pre>{@code
 * RetryJobClient client = JobClient.builder()
 *         .bootstrapServers("localhost:9092")
 *         .failStore(Path.of("/var/lib/shop/duestream"))
 *         .build();
 * }</pre>
 *
 * <p>What the brokers refuse is told at once, as without a fail store. Should they refuse what was stored, it is put into
 * quarantine and holds up nobody.
 */
public final class RetryJobClient extends JobClient {
    private final ReliableSender sender;

    RetryJobClient(Parts parts, ReliableSender sender) {
        super(parts);
        this.sender = sender;
    }

    /** How many commands are in the fail store. */
    public long stored() {
        return sender.stored();
    }

    /** How many commands are in quarantine. */
    public long quarantined() {
        return sender.quarantined();
    }

    /** What is in quarantine and why, the first {@code limit} of it. */
    public List<QuarantinedRecord> quarantine(int limit) {
        return sender.quarantine(limit);
    }

    /**
     * Sends a command of the quarantine again.
     *
     * @param sequence as the quarantine names it
     * @return whether there was one
     */
    public boolean retryQuarantined(long sequence) {
        return sender.retry(sequence);
    }

    /**
     * Destroys a command of the quarantine.
     *
     * @param sequence as the quarantine names it
     * @return whether there was one
     */
    public boolean dropQuarantined(long sequence) {
        return sender.drop(sequence);
    }

    /** Where the fail store is now that was found corrupt when the client was built; empty if none was. */
    public Optional<Path> corruptStore() {
        return sender.setAside();
    }

    /**
     * Waits until the brokers have everything that was taken over.
     *
     * @return whether they have; false when the time is over
     * @throws InterruptedException if interrupted while waiting
     */
    public boolean awaitDrained(Duration time) throws InterruptedException {
        return sender.awaitDrained(time);
    }
}
