package io.duestream.tracker.simulation;

import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A record of a group's dispatch topic.
 *
 * @param key job key
 * @param jobId job
 * @param fire fire
 * @param shard shard
 * @param token token
 * @param partition dispatch partition
 * @param startBy no executor starts it later
 * @param alone how long it is to run alone, and may wait for that
 */
record Dispatched(
        JobKey key,
        JobId jobId,
        long fire,
        int shard,
        Token token,
        int partition,
        Instant startBy,
        Optional<Duration> alone) {}
