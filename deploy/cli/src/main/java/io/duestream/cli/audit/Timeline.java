package io.duestream.cli.audit;

import io.duestream.record.AuditRecord;
import io.duestream.record.RecordInput;
import io.duestream.record.TimerInput;
import io.duestream.record.WalkInput;
import io.duestream.record.event.ShardEnded;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;

/** Decisions as lines, one for each event. Give it those of a job in their order. Not thread-safe. */
final class Timeline {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final ShardedFires sharded = new ShardedFires();
    private final DueTimes due = new DueTimes();

    /** Takes note of a decision whose lines may be asked for later, or of one before those. */
    void learn(AuditRecord decision) {
        sharded.learn(decision);
        due.learn(decision);
    }

    /** The lines of the next decision. */
    List<String> lines(AuditRecord decision) {
        List<String> words = words(decision);
        List<String> lines = new ArrayList<>();
        for (String each : words) {
            lines.add(time(decision.decidedAt()) + "  " + each + (lines.isEmpty() ? input(decision) : ""));
        }
        return lines;
    }

    /** The lines of the next decision about any job, with its key. */
    List<String> linesWithKey(AuditRecord decision) {
        String start = time(decision.decidedAt()) + "  " + decision.key() + "  ";
        return words(decision).stream().map(start::concat).toList();
    }

    private List<String> words(AuditRecord decision) {
        sharded.learn(decision);
        due.learn(decision);
        LongPredicate several = fire -> sharded.contains(decision, fire);
        return decision.events().stream()
                // The only shard of a fire ends with it, and says nothing else.
                .filter(event -> !(event instanceof ShardEnded ended) || several.test(ended.fire()))
                .map(event -> oneLine(EventWords.of(event, several) + due.lateness(decision, event)))
                .toList();
    }

    private static String time(Instant at) {
        return TIME.format(at);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static String input(AuditRecord decision) {
        if (decision.input() instanceof RecordInput record) {
            return "  [" + record.topic().name().toLowerCase(Locale.ROOT) + " " + record.partition() + "-"
                    + record.offset() + "]";
        }
        if (decision.input() instanceof TimerInput) {
            return "  [timer]";
        }
        return decision.input() instanceof WalkInput ? "  [walker]" : "";
    }
}
