package io.duestream.audit.verify;

import io.duestream.record.event.FireKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** An open fire. */
final class OpenFire {
    private final long number;
    private final FireKind kind;
    private final Instant dueAt;
    private final int version;
    private final int priority;
    private final OpenShard[] shards;
    private boolean held;

    OpenFire(long number, FireKind kind, Instant dueAt, int version, int priority, boolean held, int shards) {
        this.number = number;
        this.kind = kind;
        this.dueAt = dueAt;
        this.version = version;
        this.priority = priority;
        this.held = held;
        this.shards = new OpenShard[Math.max(0, shards)];
        Arrays.setAll(this.shards, each -> new OpenShard());
    }

    long number() {
        return number;
    }

    FireKind kind() {
        return kind;
    }

    Instant dueAt() {
        return dueAt;
    }

    int version() {
        return version;
    }

    int priority() {
        return priority;
    }

    boolean held() {
        return held;
    }

    void released() {
        held = false;
    }

    OpenShard[] shards() {
        return shards;
    }

    Optional<OpenShard> shard(int index) {
        return index >= 0 && index < shards.length ? Optional.of(shards[index]) : Optional.empty();
    }

    int attempts() {
        return Arrays.stream(shards).mapToInt(OpenShard::attempts).sum();
    }

    boolean anyShard(OpenShard.State state) {
        for (OpenShard shard : shards) {
            if (shard.state() == state) {
                return true;
            }
        }
        return false;
    }

    boolean everyShardEnded() {
        for (OpenShard shard : shards) {
            if (shard.state() != OpenShard.State.ENDED) {
                return false;
            }
        }
        return true;
    }
}
