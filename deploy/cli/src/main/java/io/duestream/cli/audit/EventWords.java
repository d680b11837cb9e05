package io.duestream.cli.audit;

import io.duestream.record.event.CatchUpEnded;
import io.duestream.record.event.CommandRefused;
import io.duestream.record.event.DefinitionChanged;
import io.duestream.record.event.DuplicateIgnored;
import io.duestream.record.event.DuplicateReason;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobCancelled;
import io.duestream.record.event.JobCarried;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobPaused;
import io.duestream.record.event.JobRejected;
import io.duestream.record.event.JobResumed;
import io.duestream.record.event.MarkerSeen;
import io.duestream.record.event.NoticeSeen;
import io.duestream.record.event.RecordForwarded;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Says what an event means, in a line for a person. */
final class EventWords {
    private EventWords() {}

    /** @param sharded which fires have several shards, so that a shard of them is named */
    static String of(JobEvent event, LongPredicate sharded) {
        return ofJob(event)
                .or(() -> FireWords.of(event, sharded))
                .or(() -> ofTracker(event))
                .or(() -> GroupWords.of(event))
                .orElseGet(event::toString);
    }

    private static Optional<String> ofJob(JobEvent event) {
        if (event instanceof JobAccepted accepted) {
            return Optional.of("accepted as job " + accepted.jobId() + ": "
                    + TriggerWords.of(accepted.definition().value().trigger())
                    + (accepted.possibleDuplicate() ? "; may be a duplicate, says its sender" : ""));
        }
        if (event instanceof JobRejected rejected) {
            return Optional.of("rejected: " + String.join("; ", rejected.reasons()));
        }
        if (event instanceof DuplicateIgnored duplicate) {
            return Optional.of("submission ignored: "
                    + (duplicate.reason() == DuplicateReason.SAME_SUBMISSION
                            ? "the same came before"
                            : "a job lives under the key and is kept")
                    + duplicate.liveJob().map(id -> " (job " + id + ")").orElse(""));
        }
        if (event instanceof DefinitionChanged changed) {
            return Optional.of(words(changed.cause()) + ", definition version " + changed.version() + ": "
                    + TriggerWords.of(changed.definition().value().trigger()));
        }
        if (event instanceof CommandRefused refused) {
            return Optional.of(refused.command() + " refused: " + refused.reason());
        }
        if (event instanceof JobPaused paused) {
            return Optional.of("paused" + because(paused.reason()));
        }
        if (event instanceof JobResumed resumed) {
            return Optional.of("resumed" + because(resumed.reason()));
        }
        if (event instanceof JobCancelled cancelled) {
            return Optional.of(
                    "cancelled" + (cancelled.running() ? ", what runs too" : "") + because(cancelled.reason()));
        }
        return event instanceof JobEnded ended ? Optional.of("job ended: " + words(ended.end())) : Optional.empty();
    }

    private static Optional<String> ofTracker(JobEvent event) {
        if (event instanceof JobCarried) {
            return Optional.of("written again as a whole, so that a reader may begin here");
        }
        if (event instanceof RecordForwarded forwarded) {
            return Optional.of("the record stood in the wrong partition and was sent on to " + forwarded.toPartition());
        }
        if (event instanceof NoticeSeen notice) {
            return Optional.of("notice: " + words(notice.kind()) + " " + notice.subject() + ", " + notice.affected()
                    + " affected");
        }
        if (event instanceof CatchUpEnded ended) {
            return Optional.of(
                    ended.byMarkers()
                            ? "a tracker took the partition over and has read what was in the log"
                            : "a tracker took the partition over; its markers did not come back, it goes on");
        }
        return event instanceof MarkerSeen seen
                ? Optional.of(seen.current() ? "marker came back" : "marker of an earlier assignment came back")
                : Optional.empty();
    }

    static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
