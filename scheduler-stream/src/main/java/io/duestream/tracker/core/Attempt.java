package io.duestream.tracker.core;

import io.duestream.job.Lease;
import io.duestream.job.Token;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.report.DoubtReason;
import java.time.Instant;
import java.util.Optional;

/**
 * The attempt of a shard that is out.
 *
 * @param token its token
 * @param generation generation of the lease; 0 until an executor reports
 * @param partition dispatch partition
 * @param dispatchedAt when it was handed out
 * @param startBy no executor starts it later
 * @param timeoutAt when it is doubted: an attempt timeout before the start, a run timeout after
 * @param node where it runs; empty until reported started
 * @param startedAt on the executor's clock
 * @param doubtReason why it is doubted, if it is
 * @param doubtUntil when the doubt is sent again
 * @param alone whether nothing else runs beside it on its node
 */
public record Attempt(
        Token token,
        int generation,
        int partition,
        Instant dispatchedAt,
        Instant startBy,
        Optional<Instant> timeoutAt,
        String node,
        Optional<Instant> startedAt,
        Optional<DoubtReason> doubtReason,
        Optional<Instant> doubtUntil,
        boolean alone) {
    static Attempt dispatched(AttemptDispatched e) {
        return new Attempt(
                e.token(),
                0,
                e.partition(),
                e.dispatchedAt(),
                e.startBy(),
                e.timeoutAt(),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    Attempt started(AttemptStarted e) {
        return new Attempt(
                token,
                e.generation(),
                partition,
                dispatchedAt,
                startBy,
                e.timeoutAt(),
                e.node(),
                Optional.of(e.startedAt()),
                Optional.empty(),
                Optional.empty(),
                e.alone());
    }

    Attempt doubted(AttemptDoubtSent e) {
        return new Attempt(
                token,
                generation,
                partition,
                dispatchedAt,
                startBy,
                timeoutAt,
                node,
                startedAt,
                Optional.of(e.reason()),
                Optional.of(e.resendAt()),
                alone);
    }

    /** The right under which the attempt runs. */
    public Lease lease() {
        return new Lease(token, generation);
    }

    /** Whether a doubt about it is on its way. */
    boolean doubtedAt(Instant now) {
        return doubtUntil.isPresent() && doubtUntil.get().isAfter(now);
    }
}
