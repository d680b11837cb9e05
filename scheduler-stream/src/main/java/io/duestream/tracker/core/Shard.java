package io.duestream.tracker.core;

import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.ShardEnded;
import java.time.Instant;
import java.util.Optional;

/**
 * One shard of an open fire.
 *
 * @param index from 0
 * @param state where it stands
 * @param attempts attempts handed out
 * @param retries retries after LATER, EXCEPTION or a timeout
 * @param lost runs lost with their nodes, those that another node took over under the same token included
 * @param started whether any attempt was reported started
 * @param attempt the one that is out
 * @param retryAt when it is tried again
 * @param end how it ended
 * @param endReason why
 */
public record Shard(
        int index,
        ShardState state,
        int attempts,
        int retries,
        int lost,
        boolean started,
        Optional<Attempt> attempt,
        Optional<Instant> retryAt,
        Optional<FireEnd> end,
        String endReason) {
    static Shard fresh(int index) {
        return new Shard(
                index, ShardState.WAITING, 0, 0, 0, false, Optional.empty(), Optional.empty(), Optional.empty(), "");
    }

    Shard dispatched(int attemptNumber, Attempt handedOut) {
        return new Shard(
                index,
                ShardState.QUEUED,
                attemptNumber,
                retries,
                lost,
                started,
                Optional.of(handedOut),
                Optional.empty(),
                end,
                endReason);
    }

    Shard started(AttemptStarted e) {
        return new Shard(
                index,
                ShardState.RUNNING,
                attempts,
                retries,
                lost + (takenOver(e.node()) ? 1 : 0),
                true,
                attempt.map(out -> out.started(e)),
                Optional.empty(),
                end,
                endReason);
    }

    /** Whether a start there means that the node where the attempt ran has lost it. */
    private boolean takenOver(String node) {
        return state == ShardState.RUNNING
                && attempt.map(Attempt::node)
                        .filter(before -> !before.isEmpty() && !before.equals(node))
                        .isPresent();
    }

    /** What follows stands in the next event of the same decision: a retry, a return to the queue, or the end. */
    Shard attemptEnded(AttemptEnded e) {
        boolean ran = started || e.startedAt().isPresent() || saidByRunner(e.end());
        int lostNow = lost + (e.end() == AttemptEnd.LOST ? 1 : 0);
        return new Shard(
                index,
                ShardState.WAITING,
                attempts,
                retries,
                lostNow,
                ran,
                Optional.empty(),
                Optional.empty(),
                end,
                endReason);
    }

    /** Plain consumers may report a result without the time at which they began. */
    private static boolean saidByRunner(AttemptEnd end) {
        return switch (end) {
            case SUCCESS, FAILED, LATER, EXCEPTION -> true;
            case TIMED_OUT, LOST, NOT_STARTED, EXPIRED, CANCELLED -> false;
        };
    }

    Shard doubted(AttemptDoubtSent e) {
        return new Shard(
                index,
                state,
                attempts,
                retries,
                lost,
                started,
                attempt.map(out -> out.doubted(e)),
                retryAt,
                end,
                endReason);
    }

    Shard backingOff(int retry, Instant at) {
        return new Shard(
                index,
                ShardState.BACKING_OFF,
                attempts,
                retry,
                lost,
                started,
                Optional.empty(),
                Optional.of(at),
                end,
                endReason);
    }

    Shard waiting() {
        return new Shard(
                index,
                ShardState.WAITING,
                attempts,
                retries,
                lost,
                started,
                Optional.empty(),
                Optional.empty(),
                end,
                endReason);
    }

    Shard ended(ShardEnded e) {
        return new Shard(
                index,
                ShardState.ENDED,
                attempts,
                retries,
                lost,
                started,
                Optional.empty(),
                Optional.empty(),
                Optional.of(e.end()),
                e.reason());
    }

    /** Whether it has not ended. */
    public boolean open() {
        return state != ShardState.ENDED;
    }
}
