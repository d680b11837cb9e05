package io.duestream.record.event;

import io.duestream.job.Token;
import io.duestream.record.report.DoubtReason;
import java.time.Instant;

/**
 * The tracker asked the log whether an attempt has ended.
 *
 * @param fire the fire
 * @param shard the shard, from 0
 * @param token the lease's token
 * @param generation the lease's generation
 * @param reason why
 * @param resendAt when it is asked again
 */
public record AttemptDoubtSent(long fire, int shard, Token token, int generation, DoubtReason reason, Instant resendAt)
        implements JobEvent {}
