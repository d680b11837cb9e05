package io.duestream.cli.deadletter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.output.JsonOutput;
import io.duestream.cli.output.TextTable;
import io.duestream.job.Position;
import io.duestream.topic.DeadLetter;
import io.duestream.topic.Topics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last letters of many, and what was done about them. Not thread-safe. */
final class Listing {
    private static final int WIDTH = 100;

    private final Topics topics;
    private final int limit;
    private final LetterContent content;
    private final Marks marks = new Marks();
    private final Deque<Row> rows = new ArrayDeque<>();
    private long found;

    Listing(Topics topics, int limit) {
        this.topics = topics;
        this.limit = limit;
        this.content = new LetterContent(topics);
    }

    /** What is kept of a letter: its bytes may be megabytes. */
    private record Row(Position position, ObjectNode node) {}

    Marks marks() {
        return marks;
    }

    void add(DeadLetter letter) {
        found++;
        rows.add(new Row(letter.position(), LetterJson.of(topics, letter, content.read(letter))));
        if (rows.size() > limit) {
            rows.remove();
        }
    }

    ObjectNode json() {
        ObjectNode root = JsonOutput.object();
        ArrayNode list = root.putArray("letters");
        rows.forEach(row -> list.add(LetterJson.withMarks(row.node(), row.position(), marks)));
        return root.put("found", found);
    }

    List<String> lines() {
        TextTable table = TextTable.of("LETTER", "TIME", "ROLE", "FROM", "KEY", "RECORD", "REASON", "DONE");
        for (Row row : rows) {
            ObjectNode node = row.node();
            table.row(
                    node.get("letter").asText(),
                    node.get("at").asText(),
                    node.get("role").asText(),
                    node.get("topic").asText() + "-" + node.get("partition") + "@" + node.get("offset"),
                    node.path("key").asText("-"),
                    node.path("record").asText("-"),
                    LetterText.line(node.get("reason").asText(), WIDTH),
                    marks.words(row.position()));
        }
        List<String> lines = new ArrayList<>(table.lines());
        if (rows.size() < found) {
            lines.add("the last " + rows.size() + " of " + found + "; --limit shows more");
        }
        return lines;
    }
}
