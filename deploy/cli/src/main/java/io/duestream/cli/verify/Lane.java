package io.duestream.cli.verify;

import io.duestream.audit.log.LogEntry;
import io.duestream.audit.log.LogPartition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;

/** What was fetched of one partition and not taken yet. For one thread; others decode its batches. */
final class Lane {
    private final LogPartition partition;
    private final TopicPartition source;
    private final long end;
    private final Deque<Future<LogEntry[]>> batches = new ArrayDeque<>();
    private LogEntry[] current = new LogEntry[0];
    private int next;
    private int held;
    private boolean read;
    private Instant time;

    /**
     * @param end the offset to stop before
     */
    Lane(LogPartition partition, TopicPartition source, long end) {
        this.partition = partition;
        this.source = source;
        this.end = end;
    }

    LogPartition partition() {
        return partition;
    }

    TopicPartition source() {
        return source;
    }

    long end() {
        return end;
    }

    void add(Future<LogEntry[]> batch, int size) {
        batches.add(batch);
        held += size;
    }

    /** Records fetched and not taken. */
    int held() {
        return held;
    }

    /** Everything up to the end has been fetched. */
    void allRead() {
        read = true;
    }

    boolean isAllRead() {
        return read;
    }

    boolean empty() {
        return held == 0;
    }

    /** The next record; there must be one. */
    LogEntry head() {
        while (next == current.length) {
            current = decoded();
            next = 0;
        }
        return current[next];
    }

    /** When the next record was appended; there must be one. */
    Instant time() {
        if (time == null) {
            time = head().appendedAt();
        }
        return time;
    }

    LogEntry take() {
        LogEntry taken = head();
        current[next++] = null;
        held--;
        time = null;
        return taken;
    }

    private LogEntry[] decoded() {
        try {
            return batches.remove().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading " + partition, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a record of " + partition + " broke its reader", e.getCause());
        }
    }
}
