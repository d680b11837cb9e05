package io.duestream.tracker.simulation;

import io.duestream.record.report.DoubtReason;
import io.duestream.tracker.core.Attempt;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.ShardState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Finds attempts that no executor can start any more, because their dispatch record is gone. */
final class Walker {
    /** An executor that met the record in time has reported by then. */
    static final Duration GRACE = Duration.ofMinutes(1);

    private Walker() {}

    static Optional<Input> unseen(Job job, Instant now) {
        for (Fire fire : job.fires()) {
            for (Shard shard : fire.shards()) {
                if (shard.state() == ShardState.QUEUED) {
                    Attempt attempt = shard.attempt().orElseThrow();
                    boolean undoubted =
                            attempt.doubtUntil().filter(now::isBefore).isEmpty();
                    if (undoubted && attempt.startBy().plus(GRACE).isBefore(now)) {
                        return Optional.of(
                                new Input.Suspected(fire.number(), shard.index(), attempt.token(), DoubtReason.UNSEEN));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
