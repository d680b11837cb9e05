package io.duestream.record;

import io.duestream.record.control.Control;
import java.time.Instant;

/**
 * Asks something of a node. Key: node id.
 *
 * @param node node id
 * @param sentAt on the sender's clock
 * @param sender who asks
 * @param body what is asked
 */
public record NodeControl(String node, Instant sentAt, String sender, Control body) {}
