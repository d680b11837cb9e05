package io.duestream.client.failstore;

import java.time.Instant;

/**
 * A record that was put aside because it can never be sent as it is.
 *
 * @param record the record; its sequence names it in the quarantine
 * @param reason why
 * @param at when it was put aside
 */
public record QuarantinedRecord(StoredRecord record, String reason, Instant at) {}
