package io.duestream.record.event;

import io.duestream.job.Token;
import java.time.Instant;
import java.util.Optional;

/**
 * A shard is running.
 *
 * @param fire the fire
 * @param shard the shard, from 0
 * @param token the lease's token
 * @param generation the lease's generation
 * @param node where
 * @param startedAt on the executor's clock
 * @param timeoutAt when the run is doubted
 * @param alone whether nothing else runs beside it there
 */
public record AttemptStarted(
        long fire,
        int shard,
        Token token,
        int generation,
        String node,
        Instant startedAt,
        Optional<Instant> timeoutAt,
        boolean alone)
        implements JobEvent {
    /** Of a run beside others. */
    public AttemptStarted(
            long fire,
            int shard,
            Token token,
            int generation,
            String node,
            Instant startedAt,
            Optional<Instant> timeoutAt) {
        this(fire, shard, token, generation, node, startedAt, timeoutAt, false);
    }
}
