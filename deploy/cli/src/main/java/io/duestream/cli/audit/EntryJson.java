package io.duestream.cli.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.output.JsonOutput;

/** Decisions as data. */
final class EntryJson {
    private EntryJson() {}

    static ObjectNode of(AuditEntry entry) {
        ObjectNode node = JsonOutput.object();
        node.put("partition", entry.position().partition());
        node.put("offset", entry.position().offset());
        node.put("appendedAt", entry.appendedAt().toString());
        node.setAll(JsonOutput.of(entry.decision()));
        return node;
    }
}
