package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.audit.log.LogEntry.UnreadableDecision;
import io.duestream.audit.log.Place;
import io.duestream.job.JobKey;
import io.duestream.record.AdmissionInput;
import io.duestream.record.AuditInput;
import io.duestream.record.InputTopic;
import io.duestream.record.RecordInput;
import io.duestream.record.TimerInput;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.CatchUpEnded;
import io.duestream.record.event.JobCancelled;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobPaused;
import io.duestream.record.event.MarkerSeen;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Whoever takes a partition over reads what stands in the log before its timers act: a cancel or a result that came while
 * nobody was there has been seen by then. The markers that it sends itself say how far it had read.
 */
final class ReadBeforeActing {
    private final Tally tally;
    private final Map<Integer, Watch> partitions = new HashMap<>();

    ReadBeforeActing(Findings findings) {
        this.tally = findings.open(
                "read-before-acting",
                "Who takes a partition over acts by itself and hands attempts out only after it has read what stood in the"
                        + " log; no job runs whose cancel or pause stood there.");
    }

    void decided(Decision decision) {
        partitions
                .computeIfAbsent(decision.place().partition().partition(), partition -> new Watch())
                .decided(decision);
    }

    /** A marker, or that the waiting for markers ended, may have been in it. */
    void unreadable(UnreadableDecision lost) {
        if (lost.key().map(JobKey::internal).orElse(true)) {
            partitions.remove(lost.place().partition().partition());
        }
    }

    /** How far the owner of a partition is. */
    private enum Reading {
        /** It was there before the log begins, or is the first one, or what it said cannot be read. */
        UNKNOWN,
        UNDER_WAY,
        ENDED,
        /** It has given the marker of the commands up for lost. */
        GIVEN_UP
    }

    /** Of one partition. */
    private final class Watch {
        private String tracker;
        private Reading reading = Reading.UNKNOWN;
        private String nonce = "";
        private final Set<InputTopic> back = EnumSet.noneOf(InputTopic.class);
        /** Where jobs were acted on after the marker of the commands was given up, until it comes. */
        private final Map<JobKey, Place> acted = new HashMap<>();

        private final Map<JobKey, Place> countermanded = new HashMap<>();

        void decided(Decision decision) {
            if (!decision.record().tracker().equals(tracker)) {
                begin(tracker == null ? Reading.UNKNOWN : Reading.UNDER_WAY, "");
                tracker = decision.record().tracker();
            }
            JobKey key = decision.record().key();
            if (key.internal()) {
                decision.record().events().forEach(event -> told(decision, event));
            } else if (byItself(decision.record().input())) {
                acts(decision, key);
            } else if (reading == Reading.UNDER_WAY && handsOut(decision)) {
                tooEarly(decision, key, "hands out an attempt");
            } else if (acted.containsKey(key) && countermands(decision)) {
                countermanded.put(key, decision.place());
            }
        }

        private void begin(Reading state, String of) {
            reading = state;
            nonce = of;
            back.clear();
            acted.clear();
            countermanded.clear();
        }

        private void told(Decision decision, JobEvent event) {
            if (event instanceof MarkerSeen e && e.current()) {
                if (!e.nonce().equals(nonce)) {
                    // The other marker may have come before the log begins.
                    begin(reading == Reading.UNKNOWN ? Reading.UNKNOWN : Reading.UNDER_WAY, e.nonce());
                }
                if (decision.record().input() instanceof RecordInput answered) {
                    back.add(answered.topic());
                    if (reading == Reading.GIVEN_UP && answered.topic() == InputTopic.COMMANDS) {
                        stoodBefore();
                    }
                }
            } else if (event instanceof CatchUpEnded e) {
                ended(decision, e);
            }
        }

        private void ended(Decision decision, CatchUpEnded e) {
            boolean known = reading != Reading.UNKNOWN;
            if (!e.nonce().equals(nonce)) {
                begin(reading, e.nonce());
            }
            // Once their marker is back all commands have been read that stood there, whatever else is missing.
            boolean commandsRead = e.byMarkers() || back.contains(InputTopic.COMMANDS);
            reading = commandsRead ? Reading.ENDED : Reading.GIVEN_UP;
            if (e.byMarkers() && back.size() == InputTopic.values().length) {
                tally.checked();
            } else if (!e.byMarkers() || !known) {
                tally.notCheckable();
            } else {
                tally.violation(
                        decision.place(),
                        decision.record().key(),
                        "says that the markers have come back, but only those of " + back + " have");
            }
        }

        private void acts(Decision decision, JobKey key) {
            switch (reading) {
                case UNKNOWN -> tally.notCheckable();
                case UNDER_WAY -> tooEarly(decision, key, "acts by itself");
                case ENDED -> tally.checked();
                case GIVEN_UP -> {
                    tally.checked();
                    acted.putIfAbsent(key, decision.place());
                }
            }
        }

        private void tooEarly(Decision decision, JobKey key, String what) {
            tally.violation(
                    decision.place(),
                    key,
                    tracker + " " + what + " before it has read what stood in the log when it came");
        }

        /** The marker of the commands has come late: what was answered before it stood in the log before it. */
        private void stoodBefore() {
            countermanded.forEach((key, answer) -> tally.violation(
                    acted.get(key),
                    key,
                    "is acted on, though its cancel or pause, answered at " + answer + ", stood in the log already"));
            begin(Reading.ENDED, nonce);
        }

        private static boolean byItself(AuditInput input) {
            return input instanceof TimerInput || input instanceof AdmissionInput;
        }

        private static boolean handsOut(Decision decision) {
            return decision.record().events().stream().anyMatch(AttemptDispatched.class::isInstance);
        }

        private static boolean countermands(Decision decision) {
            return decision.record().input() instanceof RecordInput answered
                    && answered.topic() == InputTopic.COMMANDS
                    && decision.record().events().stream()
                            .anyMatch(event -> event instanceof JobCancelled || event instanceof JobPaused);
        }
    }
}
