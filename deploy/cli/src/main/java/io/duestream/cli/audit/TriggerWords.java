package io.duestream.cli.audit;

import io.duestream.job.At;
import io.duestream.job.Cron;
import io.duestream.job.Repeat;
import io.duestream.job.Trigger;
import java.time.Instant;
import java.util.Optional;

/** Says when a job fires, for a person. */
public final class TriggerWords {
    private TriggerWords() {}

    /** A trigger in a few words. */
    public static String of(Trigger trigger) {
        if (trigger instanceof At at) {
            return "runs at " + at.at();
        }
        if (trigger instanceof Cron cron) {
            return "runs by cron '" + cron.expression() + "' in " + cron.zone() + bounds(cron.startAt(), cron.endAt());
        }
        if (trigger instanceof Repeat repeat) {
            return "runs every " + repeat.interval().toMillis() + " ms"
                    + (repeat.count() == Repeat.FOREVER ? "" : ", " + repeat.count() + " times")
                    + bounds(repeat.startAt(), repeat.endAt());
        }
        return "runs at once";
    }

    private static String bounds(Optional<Instant> start, Optional<Instant> end) {
        return start.map(at -> ", from " + at).orElse("")
                + end.map(at -> ", until " + at).orElse("");
    }
}
