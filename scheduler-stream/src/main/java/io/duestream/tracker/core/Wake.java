package io.duestream.tracker.core;

import java.time.Instant;
import java.util.Optional;

/** Computes when a job acts next by itself. */
final class Wake {
    private Wake() {}

    static Optional<Instant> of(Job job) {
        Instant earliest = nextFire(job);
        for (Fire fire : job.fires()) {
            for (Shard shard : fire.shards()) {
                earliest = earlier(earliest, shard(job, fire, shard));
            }
        }
        return Optional.ofNullable(earliest);
    }

    private static Instant nextFire(Job job) {
        return job.standing() == Standing.ACTIVE && !Opening.mustWait(job)
                ? job.schedule().nextDue().orElse(null)
                : null;
    }

    private static Instant shard(Job job, Fire fire, Shard shard) {
        return switch (shard.state()) {
            case WAITING -> shard.started() ? null : fire.expiresAt().orElse(null);
            case BACKING_OFF -> retryHeld(job, fire) ? null : shard.retryAt().orElse(null);
            case QUEUED, RUNNING -> attempt(fire, shard, shard.attempt().orElseThrow());
            case ENDED -> null;
        };
    }

    private static Instant attempt(Fire fire, Shard shard, Attempt attempt) {
        if (attempt.doubtUntil().isPresent()) {
            return attempt.doubtUntil().get();
        }
        Instant expiry = shard.started() ? null : fire.expiresAt().orElse(null);
        return earlier(expiry, attempt.timeoutAt().orElse(null));
    }

    /** Whether a pause holds the retries of a fire. */
    static boolean retryHeld(Job job, Fire fire) {
        return job.standing() == Standing.PAUSED && !fire.ignoresPause();
    }

    private static Instant earlier(Instant one, Instant other) {
        if (one == null) {
            return other;
        }
        return other == null || one.isBefore(other) ? one : other;
    }
}
