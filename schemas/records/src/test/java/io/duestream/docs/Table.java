package io.duestream.docs;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown. */
final class Table {
    private final List<String> lines = new ArrayList<>();

    Table(String... heads) {
        row((Object[]) heads);
        lines.add("|" + " --- |".repeat(heads.length));
    }

    void row(Object... cells) {
        StringBuilder line = new StringBuilder("|");
        for (Object cell : cells) {
            line.append(' ').append(cell.toString().replace("|", "\\|")).append(" |");
        }
        lines.add(line.toString());
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
