package io.duestream.tracker.core;

import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobEnd;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.ShardEnded;
import java.util.List;
import java.util.Optional;

/** Ends shards, fires and jobs. A fire ends with its last shard, a job with its last fire when no other will come. */
final class Ending {
    /** Ends a shard, and its fire if it was the last. What that lets happen is for the caller to see to. */
    void endShard(Draft draft, long fire, int shard, FireEnd end, String reason, String message) {
        draft.state(new ShardEnded(fire, shard, end, reason));
        Fire ended = draft.job().fire(fire);
        if (ended.shards().stream().noneMatch(Shard::open)) {
            endFire(draft, ended, message);
        }
    }

    private static void endFire(Draft draft, Fire fire, String message) {
        Shard worst = worst(fire.shards());
        int attempts = fire.shards().stream().mapToInt(Shard::attempts).sum();
        long failed = fire.shards().stream()
                .filter(shard -> shard.end().orElseThrow() != FireEnd.SUCCEEDED)
                .count();
        draft.state(new FireEnded(
                fire.number(),
                worst.end().orElseThrow(),
                worst.endReason(),
                fire.dueAt(),
                draft.now(),
                attempts,
                (int) failed,
                message));
    }

    /** One shard speaks for the fire: a failure before anything else, success only if all succeeded. */
    private static Shard worst(List<Shard> shards) {
        Shard worst = shards.get(0);
        for (Shard shard : shards) {
            if (rank(shard.end().orElseThrow()) > rank(worst.end().orElseThrow())) {
                worst = shard;
            }
        }
        return worst;
    }

    private static int rank(FireEnd end) {
        return switch (end) {
            case FAILED -> 5;
            case GAVE_UP -> 4;
            case EXPIRED -> 3;
            case CANCELLED -> 2;
            case REPLACED -> 1;
            case SUCCEEDED -> 0;
        };
    }

    /** Ends the shards of every open fire that have no attempt out. */
    void endIdleShards(Draft draft, FireEnd end, String reason) {
        for (Fire fire : draft.job().fires()) {
            for (Shard shard : fire.shards()) {
                if (shard.state() == ShardState.WAITING || shard.state() == ShardState.BACKING_OFF) {
                    endShard(draft, fire.number(), shard.index(), end, reason, "");
                }
            }
        }
    }

    /** Ends the open fires that only wait for retries, because the next fire is due. */
    void giveUpRetries(Draft draft) {
        for (Fire fire : draft.job().fires()) {
            if (fire.onlyBackingOff()) {
                for (Shard shard : fire.shards()) {
                    if (shard.open()) {
                        endShard(draft, fire.number(), shard.index(), FireEnd.GAVE_UP, "next fire", "");
                    }
                }
            }
        }
    }

    /** Ends every open fire now, whatever it does; its leases end with it. */
    void cancelOpenFires(Draft draft, String reason) {
        for (Fire fire : draft.job().fires()) {
            for (Shard shard : fire.shards()) {
                shard.attempt().ifPresent(attempt -> endAttempt(draft, fire, shard, AttemptEnd.CANCELLED, reason));
                if (shard.open()) {
                    endShard(draft, fire.number(), shard.index(), FireEnd.CANCELLED, reason, "");
                }
            }
        }
    }

    /** Ends the attempt of a shard by the tracker's own decision. */
    void endAttempt(Draft draft, Fire fire, Shard shard, AttemptEnd end, String message) {
        Attempt attempt = shard.attempt().orElseThrow();
        draft.state(new AttemptEnded(
                fire.number(),
                shard.index(),
                attempt.token(),
                attempt.generation(),
                attempt.node(),
                end,
                message,
                "",
                attempt.startedAt(),
                Optional.empty()));
    }

    /** Ends the job if nothing is open and nothing more will come. */
    void settle(Draft draft) {
        if (!draft.alive() || !draft.job().fires().isEmpty()) {
            return;
        }
        if (draft.job().standing() == Standing.CANCELLING) {
            draft.state(new JobEnded(JobEnd.CANCELLED));
        } else if (draft.job().schedule().nextDue().isEmpty()) {
            draft.state(new JobEnded(JobEnd.COMPLETED));
        }
    }
}
