package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.DeadLetter;
import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.audit.log.LogExtent;
import io.duestream.audit.log.LogPartition;
import io.duestream.audit.log.LogTopic;
import io.duestream.audit.log.Place;
import io.duestream.job.Position;
import io.duestream.record.InputTopic;
import io.duestream.record.RecordInput;
import io.duestream.record.event.RecordForwarded;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** G1: a record that stood in the wrong partition is answered where it went. */
final class ForwardedArrive {
    private final String commands;
    private final String feedback;
    private final Tally tally;
    private final Map<Original, Place> away = new LinkedHashMap<>();
    private final Set<Original> early = new HashSet<>();

    ForwardedArrive(Findings findings, LogExtent extent) {
        this.commands = name(extent, LogTopic.COMMANDS);
        this.feedback = name(extent, LogTopic.FEEDBACK);
        this.tally = findings.open(
                "forwarded-arrive", "The copy of every record that was forwarded to its owner is answered there.");
    }

    private static String name(LogExtent extent, LogTopic kind) {
        return extent.of(kind).stream().map(LogPartition::topic).findFirst().orElse("");
    }

    private record Original(String topic, Position at) {
        @Override
        public String toString() {
            return topic + "-" + at.partition() + "@" + at.offset();
        }
    }

    void decided(Decision decision) {
        boolean any = !decision.record().events().isEmpty();
        if (!any || !(decision.record().input() instanceof RecordInput input)) {
            return;
        }
        String topic = input.topic() == InputTopic.COMMANDS ? commands : feedback;
        decision.record().forwardedFrom().ifPresent(from -> arrived(new Original(topic, from)));
        // A task that forwards does nothing else.
        if (decision.record().events().get(0) instanceof RecordForwarded) {
            left(new Original(topic, new Position(input.partition(), input.offset())), decision.place());
        }
    }

    void setAside(DeadLetter letter) {
        letter.forwardedFrom().ifPresent(from -> arrived(new Original(letter.topic(), from)));
    }

    private void left(Original original, Place decision) {
        tally.checked();
        if (!early.remove(original)) {
            away.put(original, decision);
        }
    }

    private void arrived(Original original) {
        if (away.remove(original) == null) {
            early.add(original);
        }
    }

    /**
     * @param waiting whether records wait at the end of the log, the copies perhaps among them
     */
    void atEnd(boolean waiting) {
        away.forEach((original, decision) -> {
            if (waiting) {
                tally.notCheckable();
            } else {
                tally.violation(
                        decision, Optional.empty(), "forwards " + original + ", and the copy has no answer in the log");
            }
        });
    }
}
