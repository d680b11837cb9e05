package io.duestream.cli.audit;

import io.duestream.job.Position;
import io.duestream.record.AuditRecord;
import java.time.Instant;

/**
 * A decision as it stands in the audit topic.
 *
 * @param position where
 * @param appendedAt when the broker took it
 * @param decision what it says
 */
public record AuditEntry(Position position, Instant appendedAt, AuditRecord decision) {}
