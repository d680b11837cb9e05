package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry;
import io.duestream.audit.log.LogEntry.DeadLetter;
import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.audit.log.LogExtent;
import io.duestream.audit.log.LogPartition;
import io.duestream.audit.log.LogTopic;
import io.duestream.audit.log.Place;
import io.duestream.record.InputTopic;
import io.duestream.record.RecordInput;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** G3: each command and each report has one answer, a decision or a dead letter. */
final class AnsweredOnce {
    private final LogExtent extent;
    private final Tally tally;
    private final Map<InputTopic, Map<Integer, Input>> inputs = new HashMap<>();
    private final Map<String, Input> byName = new TreeMap<>();
    private long waiting;

    AnsweredOnce(Findings findings, LogExtent extent) {
        this.extent = extent;
        this.tally = findings.open(
                "answered-once", "Every command and every report is answered once, by a decision or as a dead letter.");
        add(InputTopic.COMMANDS, LogTopic.COMMANDS);
        add(InputTopic.FEEDBACK, LogTopic.FEEDBACK);
    }

    private void add(InputTopic topic, LogTopic kind) {
        Map<Integer, Input> partitions = new HashMap<>();
        for (LogPartition each : extent.of(kind)) {
            Input input = new Input(each, extent.ranges().get(each));
            partitions.put(each.partition(), input);
            byName.put(each.toString(), input);
        }
        inputs.put(topic, partitions);
    }

    /** A partition whose records want answers. */
    private static final class Input {
        private final LogPartition partition;
        private final LogExtent.Range range;
        private final OffsetLedger ledger;
        /** First offset that a decision answers. */
        private long firstDecided = Long.MAX_VALUE;
        /** Records that may be kept until an upgrade, and need no answer before. */
        private final Set<Long> newer = new HashSet<>();

        Input(LogPartition partition, LogExtent.Range range) {
            this.partition = partition;
            this.range = range;
            this.ledger = new OffsetLedger(range.start());
        }
    }

    /** Commands and reports that wait at the end of the log: nothing behind them has been answered. */
    long waiting() {
        return waiting;
    }

    void asked(LogEntry.Command command) {
        asked(InputTopic.COMMANDS, command, command.newer());
    }

    void asked(LogEntry.Feedback report) {
        asked(InputTopic.FEEDBACK, report, report.newer());
    }

    private void asked(InputTopic topic, LogEntry entry, boolean newer) {
        Place place = entry.place();
        Input input = inputs.get(topic).get(place.partition().partition());
        if (newer) {
            input.newer.add(place.offset());
            tally.notCheckable();
        } else {
            input.ledger.seen(place.offset(), entry.appendedAt());
            tally.checked();
        }
    }

    void decided(Decision decision) {
        if (decision.record().input() instanceof RecordInput answered) {
            Input input = inputs.get(answered.topic()).get(answered.partition());
            if (input != null) {
                input.firstDecided = Math.min(input.firstDecided, answered.offset());
            }
            answered(decision, input, answered.offset());
        }
    }

    void setAside(DeadLetter letter) {
        letter.original()
                .ifPresent(at -> answered(letter, byName.get(letter.topic() + "-" + at.partition()), at.offset()));
    }

    private void answered(LogEntry answer, Input input, long offset) {
        boolean read = input != null
                && offset >= input.range.start()
                && (offset < input.range.end() || answer instanceof Decision);
        if (read && !input.ledger.answered(offset)) {
            tally.violation(
                    answer.place(),
                    Optional.empty(),
                    "answers " + new Place(input.partition, offset) + " a second time");
        }
    }

    /**
     * @param settled whether what waits at the end should have been answered: the trackers had nothing else to do
     */
    void atEnd(boolean settled) {
        Optional<Instant> lettersFrom = extent.completeFrom(extent.of(LogTopic.DEAD_LETTERS));
        for (Input input : byName.values()) {
            input.ledger.unanswered((offset, appendedAt) -> {
                boolean last = offset > input.ledger.lastAnswered();
                if (last && !settled) {
                    waiting++;
                } else if (beforeTheDecisions(input, offset)
                        || lettersFrom.filter(appendedAt::isBefore).isPresent()) {
                    tally.notCheckable();
                } else {
                    String others = last
                            ? ""
                            : ", though records behind it, up to offset " + input.ledger.lastAnswered()
                                    + ", have been answered";
                    tally.violation(new Place(input.partition, offset), Optional.empty(), "has no answer" + others);
                }
            });
            input.ledger.unseen(offset -> {
                if (offset < input.range.end() && !input.newer.contains(offset)) {
                    tally.violation(
                            new Place(input.partition, offset),
                            Optional.empty(),
                            "is answered, but no such record is in the log");
                }
            });
        }
    }

    /** Whether the decision about a record may have stood in the part of the audit topic that is gone. */
    private boolean beforeTheDecisions(Input input, long offset) {
        boolean whole = extent.of(LogTopic.AUDIT).stream()
                .filter(each -> each.partition() == input.partition.partition())
                .allMatch(each -> extent.ranges().get(each).fromTheBeginning());
        return !whole && offset < input.firstDecided;
    }
}
