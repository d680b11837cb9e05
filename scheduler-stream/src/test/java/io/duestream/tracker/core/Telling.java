package io.duestream.tracker.core;

import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptDoubtSent;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.CommandRefused;
import io.duestream.record.event.DefinitionChanged;
import io.duestream.record.event.DuplicateIgnored;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.FireReleased;
import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobCancelled;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobPaused;
import io.duestream.record.event.JobRejected;
import io.duestream.record.event.JobResumed;
import io.duestream.record.event.ReportIgnored;
import io.duestream.record.event.RetryScheduled;
import io.duestream.record.event.ShardEnded;
import io.duestream.record.event.ShardReadied;
import io.duestream.record.event.TriggerSkipped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Tells events in short lines, so that examples read as a story. Times of the scenario's own day are written without it,
 * an attempt or shard as {@code fire.shard}.
 */
record Telling(LocalDate day) {
    Instant time(String text) {
        return text.contains("T")
                ? Instant.parse(text)
                : LocalTime.parse(text).atDate(day).toInstant(ZoneOffset.UTC);
    }

    String text(Instant time) {
        String iso = time.toString();
        return iso.startsWith(day + "T") ? iso.substring(11, iso.length() - 1) : iso;
    }

    String line(JobEvent event) {
        if (event instanceof JobAccepted e) {
            return "accepted, next " + next(e.nextDue());
        } else if (event instanceof JobRejected e) {
            return "rejected: " + String.join(" | ", e.reasons());
        } else if (event instanceof DuplicateIgnored e) {
            String live = e.liveJob().map(id -> id + " is ").orElse("") + e.livePhase();
            return "duplicate ignored: " + e.reason() + ", " + live;
        } else if (event instanceof DefinitionChanged e) {
            return e.cause() + " to version " + e.version() + ", next " + next(e.nextDue());
        } else if (event instanceof CommandRefused e) {
            return e.command() + " refused: " + e.reason();
        } else if (event instanceof JobPaused) {
            return "paused";
        } else if (event instanceof JobResumed) {
            return "resumed";
        } else if (event instanceof JobCancelled e) {
            return e.running() ? "cancelled, running too" : "cancelled";
        } else if (event instanceof JobEnded e) {
            return "job " + e.end();
        }
        return fire(event);
    }

    private String fire(JobEvent event) {
        if (event instanceof FireOpened e) {
            String kind = e.kind() == FireKind.TRIGGERED ? " by hand" : "";
            return "fire " + e.fire() + " for " + text(e.dueAt()) + kind + (e.misfired() ? " misfired" : "")
                    + (e.held() ? " held" : "");
        } else if (event instanceof FireReleased e) {
            return "fire " + e.fire() + " released";
        } else if (event instanceof FiresSkipped e) {
            return e.reason() + " " + e.count() + ": " + text(e.firstDue())
                    + (e.count() > 1 ? " to " + text(e.lastDue()) : "");
        } else if (event instanceof TriggerSkipped e) {
            return "trigger skipped: " + e.reason();
        } else if (event instanceof FireEnded e) {
            return "fire " + e.fire() + " " + e.end();
        }
        return attempt(event);
    }

    private String attempt(JobEvent event) {
        if (event instanceof AttemptDispatched e) {
            return name(e.fire(), e.shard()) + " dispatched";
        } else if (event instanceof AttemptStarted e) {
            return name(e.fire(), e.shard()) + " started";
        } else if (event instanceof AttemptEnded e) {
            return name(e.fire(), e.shard()) + " attempt " + e.end();
        } else if (event instanceof RetryScheduled e) {
            return name(e.fire(), e.shard()) + " retry " + e.retry() + " at " + text(e.retryAt());
        } else if (event instanceof ShardReadied e) {
            return name(e.fire(), e.shard()) + " ready: " + e.reason();
        } else if (event instanceof ShardEnded e) {
            return name(e.fire(), e.shard()) + " " + e.end() + (e.reason().isEmpty() ? "" : ": " + e.reason());
        } else if (event instanceof AttemptDoubtSent e) {
            return name(e.fire(), e.shard()) + " doubted: " + e.reason() + " until " + text(e.resendAt());
        } else if (event instanceof ReportIgnored e) {
            return e.report() + " ignored: " + e.reason();
        }
        throw new IllegalStateException("no line for " + event);
    }

    private static String name(long fire, int shard) {
        return fire + "." + shard;
    }

    private String next(Optional<Instant> next) {
        return next.map(this::text).orElse("none");
    }
}
