package io.duestream.record.event;

import io.duestream.job.Token;
import java.util.Optional;

/**
 * A report changed nothing.
 *
 * @param fire the fire
 * @param shard the shard, from 0
 * @param token its token
 * @param generation its generation
 * @param node its node
 * @param report what it reported
 * @param reason why it was ignored
 */
public record ReportIgnored(
        long fire, int shard, Optional<Token> token, int generation, String node, String report, String reason)
        implements JobEvent {}
