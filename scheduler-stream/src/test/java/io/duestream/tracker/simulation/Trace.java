package io.duestream.tracker.simulation;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** The latest of what happened in a partition, written out only when something is wrong. */
final class Trace {
    private static final int KEPT = 4000;

    private record Note(Instant at, String text) {}

    private final Deque<Object> entries = new ArrayDeque<>();

    void add(Decided step) {
        push(step);
    }

    void add(Instant at, String text) {
        push(new Note(at, text));
    }

    private void push(Object entry) {
        if (entries.size() == KEPT) {
            entries.removeFirst();
        }
        entries.addLast(entry);
    }

    /** The last lines that concern a job key; commits, crashes and clocks concern all. */
    List<String> last(String key, int most) {
        List<String> lines = new ArrayList<>();
        var newestFirst = entries.descendingIterator();
        while (newestFirst.hasNext() && lines.size() < most) {
            Object entry = newestFirst.next();
            if (entry instanceof Note note) {
                boolean commitAgain = note.text().equals("commit")
                        && !lines.isEmpty()
                        && lines.get(lines.size() - 1).endsWith("commit");
                if (!commitAgain) {
                    lines.add(note.at() + " " + note.text());
                }
            } else if (entry instanceof Decided step && step.key().toString().equals(key)) {
                lines.add(Line.of(step));
            }
        }
        Collections.reverse(lines);
        return lines;
    }
}
