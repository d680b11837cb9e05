package io.duestream.job;

import io.duestream.cron.CronExpression;
import io.duestream.cron.CronSyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What triggers must obey. */
final class TriggerRules {
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(1);

    private TriggerRules() {}

    static void check(List<Problem> problems, Trigger trigger) {
        if (trigger instanceof At at) {
            time(problems, "trigger.at", at.at());
        } else if (trigger instanceof Cron cron) {
            cron(problems, cron);
        } else if (trigger instanceof Repeat repeat) {
            repeat(problems, repeat);
        }
    }

    private static void cron(List<Problem> problems, Cron cron) {
        bounds(problems, cron.startAt(), cron.endAt());
        Optional<ZoneId> zone = zone(problems, cron.zone());
        int length = cron.expression().length();
        if (length > JobRules.MAX_EXPRESSION) {
            JobRules.add(
                    problems,
                    "trigger.expression",
                    "has " + length + " characters; at most " + JobRules.MAX_EXPRESSION + " are allowed");
            return;
        }
        try {
            CronExpression expression = CronExpression.parse(cron.expression());
            if (!expression.canFire()) {
                JobRules.add(
                        problems,
                        "trigger.expression",
                        "'" + cron.expression() + "' can never fire: no date matches its day, month and year");
            } else if (zone.isPresent() && cron.startAt().isPresent()) {
                firesInBounds(problems, cron, expression, zone.get());
            }
        } catch (CronSyntaxException e) {
            JobRules.add(problems, "trigger.expression", e.getMessage());
        }
    }

    private static void firesInBounds(List<Problem> problems, Cron cron, CronExpression expression, ZoneId zone) {
        Instant from = cron.startAt().orElseThrow();
        if (from.isAfter(JobRules.LATEST) || from.isBefore(Instant.EPOCH)) {
            return;
        }
        Optional<Instant> first = expression.next(from.minusMillis(1), zone, cron.dstGap(), cron.dstOverlap());
        if (first.isEmpty() || cron.endAt().map(first.get()::isAfter).orElse(false)) {
            JobRules.add(
                    problems,
                    "trigger.expression",
                    "'" + cron.expression() + "' does not fire between startAt and endAt");
        }
    }

    private static void repeat(List<Problem> problems, Repeat repeat) {
        bounds(problems, repeat.startAt(), repeat.endAt());
        PolicyRules.span(problems, "trigger.interval", repeat.interval(), SHORTEST_INTERVAL);
        if (repeat.count() == 0 || repeat.count() < Repeat.FOREVER) {
            JobRules.add(
                    problems, "trigger.count", "is " + repeat.count() + "; 1 or more, or -1 for ever, is expected");
        }
    }

    private static Optional<ZoneId> zone(List<Problem> problems, String zone) {
        try {
            if (zone.length() <= JobRules.MAX_ZONE) {
                return Optional.of(ZoneId.of(zone));
            }
        } catch (DateTimeException e) {
            // told below, together with one that is too long
        }
        JobRules.add(
                problems,
                "trigger.zone",
                "'" + JobRules.shown(zone) + "' is not a time zone; expected an id such as Europe/Berlin or UTC");
        return Optional.empty();
    }

    private static void bounds(List<Problem> problems, Optional<Instant> start, Optional<Instant> end) {
        start.ifPresent(at -> time(problems, "trigger.startAt", at));
        end.ifPresent(at -> time(problems, "trigger.endAt", at));
        if (start.isPresent() && end.isPresent() && end.get().isBefore(start.get())) {
            JobRules.add(problems, "trigger.endAt", "is " + end.get() + ", before startAt, which is " + start.get());
        }
    }

    private static void time(List<Problem> problems, String field, Instant at) {
        if (at.isBefore(Instant.EPOCH) || at.isAfter(JobRules.LATEST)) {
            JobRules.add(problems, field, "is " + at + "; a time from 1970 to " + JobRules.LATEST + " is expected");
        }
    }
}
