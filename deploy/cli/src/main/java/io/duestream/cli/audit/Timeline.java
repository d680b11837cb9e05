package io.duestream.cli.audit;

import io.duestream.record.AuditRecord;
import io.duestream.record.RecordInput;
import io.duestream.record.TimerInput;
import io.duestream.record.WalkInput;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.ShardEnded;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Decisions about one job as lines, one for each event. Give it them in their order. Not thread-safe. */
final class Timeline {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Set<Long> sharded = new HashSet<>();

    /** The lines of the next decision. */
    List<String> lines(AuditRecord decision) {
        List<String> lines = new ArrayList<>();
        String time = time(decision.decidedAt());
        for (JobEvent event : decision.events()) {
            if (event instanceof FireOpened opened && opened.shards() > 1) {
                sharded.add(opened.fire());
            }
            if (event instanceof ShardEnded ended && !sharded.contains(ended.fire())) {
                // The only shard of a fire ends with it, and says nothing else.
                continue;
            }
            String because = lines.isEmpty() ? input(decision) : "";
            lines.add(time + "  " + oneLine(EventWords.of(event)) + because);
        }
        return lines;
    }

    /** The lines of a decision about any job, with its key. */
    static List<String> linesWithKey(AuditRecord decision) {
        String time = time(decision.decidedAt());
        return decision.events().stream()
                .map(event -> time + "  " + decision.key() + "  " + oneLine(EventWords.of(event)))
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
