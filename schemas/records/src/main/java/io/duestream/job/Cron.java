package io.duestream.job;

import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Fires by a cron expression in a time zone.
 *
 * @param expression quartz (6 or 7 fields) or Unix (5 fields), told apart by the number of fields
 * @param zone time zone id as in the IANA database
 * @param startAt no fire before this time
 * @param endAt no fire after this time
 * @param dstGap what a fixed time inside a clock gap does
 * @param dstOverlap what a fixed time inside a repeated hour does
 */
public record Cron(
        String expression,
        String zone,
        Optional<Instant> startAt,
        Optional<Instant> endAt,
        DstGap dstGap,
        DstOverlap dstOverlap)
        implements Trigger {
    /** Refuses null. */
    public Cron {
        Objects.requireNonNull(expression, "expression");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(startAt, "startAt");
        Objects.requireNonNull(endAt, "endAt");
        Objects.requireNonNull(dstGap, "dstGap");
        Objects.requireNonNull(dstOverlap, "dstOverlap");
    }

    /** An expression in a zone, without bounds and with the default clock-change policies. */
    public static Cron of(String expression, String zone) {
        return new Cron(expression, zone, Optional.empty(), Optional.empty(), DstGap.RUN_AFTER, DstOverlap.FIRST);
    }
}
