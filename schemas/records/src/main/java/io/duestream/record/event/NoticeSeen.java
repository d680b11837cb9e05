package io.duestream.record.event;

import io.duestream.record.command.NoticeKind;

/**
 * A tracker notice was taken in.
 *
 * @param kind what happened
 * @param subject the node or group
 * @param affected attempts doubted, or shards readied, because of it
 */
public record NoticeSeen(NoticeKind kind, String subject, long affected) implements JobEvent {}
