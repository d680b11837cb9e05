package io.duestream.cli.deadletter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.output.JsonOutput;
import io.duestream.job.Position;
import io.duestream.topic.DeadLetter;
import io.duestream.topic.LetterMark;
import io.duestream.topic.Topics;
import java.util.Base64;
import org.apache.kafka.common.header.Header;

/** Letters as data. */
final class LetterJson {
    private LetterJson() {}

    /** What a letter is; its bytes and what was done about it come apart. */
    static ObjectNode of(Topics topics, DeadLetter letter, LetterContent.Read read) {
        ObjectNode node = JsonOutput.object()
                .put("letter", LetterNumber.of(letter.position()))
                .put("at", letter.appendedAt().toString())
                .put("role", LetterRole.of(topics, letter).toString())
                .put("topic", letter.origin().topic())
                .put("partition", letter.origin().partition())
                .put("offset", letter.origin().offset());
        letter.delivery().destination().ifPresent(each -> node.put("destination", each));
        letter.delivery().cut().ifPresent(each -> node.put("cut", each));
        node.put("reason", letter.reason()).put("bytes", length(letter.content().value()));
        if (letter.content().key() != null) {
            node.put("key", LetterText.shortly(letter.content().key()));
        }
        read.record().flatMap(LetterContent::words).ifPresent(each -> node.put("record", each));
        read.problem().ifPresent(each -> node.put("unreadable", each));
        return node;
    }

    static ObjectNode withMarks(ObjectNode node, Position letter, Marks marks) {
        marks.last(letter).ifPresent(mark -> node.set("done", mark(mark)));
        return node;
    }

    private static ObjectNode mark(LetterMark mark) {
        return JsonOutput.object()
                .put("deed", mark.deed().name())
                .put("at", mark.appendedAt().toString())
                .put("by", mark.by());
    }

    /** The original's bytes in Base64, and what they say. */
    static void addContent(ObjectNode node, DeadLetter letter, LetterContent.Read read) {
        node.put("keyBytes", letter.content().key());
        ArrayNode headers = node.putArray("headers");
        for (Header header : letter.content().headers()) {
            ObjectNode each = headers.addObject().put("name", header.key());
            each.put(
                    "value", header.value() == null ? null : Base64.getEncoder().encodeToString(header.value()));
        }
        node.put("valueBytes", letter.content().value());
        read.record().ifPresent(each -> node.set("value", JsonOutput.of(each)));
    }

    static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
