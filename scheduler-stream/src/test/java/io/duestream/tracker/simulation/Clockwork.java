package io.duestream.tracker.simulation;

import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.ShardState;
import io.duestream.tracker.core.StoredJob;
import java.util.Optional;

/** Moves time: a little, to the next thing that happens by itself, or, rarely, by hours. */
final class Clockwork {
    private static final long LONGEST = 20 * 60_000;

    private final World world;
    private final Losses losses;

    Clockwork(World world, Losses losses) {
        this.world = world;
        this.losses = losses;
    }

    boolean advance() {
        int die = world.chance.below(800);
        if (die == 0) {
            world.time += world.chance.between(600_000, 3 * 3_600_000);
        } else if (die < 20) {
            world.time += world.chance.between(1_000, 120_000);
        } else if (die < 400) {
            world.time += world.chance.between(1, 1_500);
        } else {
            return toNext();
        }
        return true;
    }

    /** To the next wake, end of a run, notice or look of the walker. Whether there is one in the future. */
    boolean toNext() {
        Optional<Long> next = losses.next();
        for (Partition partition : world.partitions) {
            if (partition.stores.timers.size() > 0) {
                next = earlier(
                        next, partition.realTime(partition.stores.timers.first().at()));
            }
            for (StoredJob job : partition.stores.jobs.values()) {
                next = earlier(next, walk(partition, job));
            }
        }
        for (Node node : world.nodes()) {
            next = earlier(next, node.nextEnd(world.time));
        }
        boolean ahead = next.isPresent() && next.get() > world.time;
        if (ahead) {
            // Weeks in which a paused job misses a fire each millisecond would be all that a run sees.
            world.time = world.calm ? next.get() : Math.min(next.get(), world.time + LONGEST);
        }
        return ahead;
    }

    private Optional<Long> walk(Partition partition, StoredJob job) {
        Optional<Long> next = Optional.empty();
        for (Fire fire : job.job().fires()) {
            for (Shard shard : fire.shards()) {
                if (shard.state() == ShardState.QUEUED) {
                    next = earlier(
                            next,
                            partition.realTime(shard.attempt()
                                            .orElseThrow()
                                            .startBy()
                                            .plus(Walker.GRACE))
                                    + 1);
                }
            }
        }
        return next.filter(at -> at > world.time);
    }

    private static Optional<Long> earlier(Optional<Long> one, Optional<Long> other) {
        return other.isPresent() ? earlier(one, other.get()) : one;
    }

    private static Optional<Long> earlier(Optional<Long> one, long other) {
        return Optional.of(one.isPresent() ? Math.min(one.get(), other) : other);
    }
}
