package io.duestream.tracker.core;

import io.duestream.record.event.FireKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An open fire.
 *
 * @param number from 1
 * @param kind what made it
 * @param dueAt its due time
 * @param openedAt when it was opened
 * @param version the definition version it runs under
 * @param priority the priority it queued under
 * @param held waits until the open fire ends
 * @param expiresAt until when it must have started
 * @param shards its parts
 */
public record Fire(
        long number,
        FireKind kind,
        Instant dueAt,
        Instant openedAt,
        int version,
        int priority,
        boolean held,
        Optional<Instant> expiresAt,
        List<Shard> shards) {
    /** Copies the collections. */
    public Fire {
        shards = List.copyOf(shards);
    }

    Fire released() {
        return new Fire(number, kind, dueAt, openedAt, version, priority, false, expiresAt, shards);
    }

    Fire with(Shard changed) {
        List<Shard> next = new ArrayList<>(shards);
        next.set(changed.index(), changed);
        return new Fire(number, kind, dueAt, openedAt, version, priority, held, expiresAt, next);
    }

    /** Whether every shard that is open waits for its retry. */
    boolean onlyBackingOff() {
        return shards.stream().allMatch(shard -> !shard.open() || shard.state() == ShardState.BACKING_OFF);
    }

    /** Whether a pause of the job leaves it alone: an operator asked for it by hand. */
    boolean ignoresPause() {
        return kind == FireKind.TRIGGERED;
    }

    /** The same fire with other shards. */
    public Fire withShards(List<Shard> other) {
        return new Fire(number, kind, dueAt, openedAt, version, priority, held, expiresAt, other);
    }
}
