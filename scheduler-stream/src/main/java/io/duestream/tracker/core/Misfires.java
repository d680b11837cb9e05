package io.duestream.tracker.core;

import io.duestream.job.FirePolicy;
import io.duestream.job.Immediate;
import io.duestream.job.OverlapPolicy;
import io.duestream.record.event.SkipReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** Says which of the due times that were missed still become fires. */
final class Misfires {
    private final CoreSettings settings;

    Misfires(CoreSettings settings) {
        this.settings = settings;
    }

    boolean late(Draft draft, Instant due) {
        return Duration.between(due, draft.now()).compareTo(settings.misfireThreshold()) > 0;
    }

    /** Skips what the policy gives up of the missed due times. Whether there was any, so that another one is next. */
    boolean skip(Draft draft, Occurrences occurrences, Instant due) {
        // "At once" has no time that could be missed; one that waited for a pause or a replaced fire still counts.
        if (!late(draft, due) || draft.job().definition().trigger() instanceof Immediate) {
            return false;
        }
        FirePolicy firing = draft.job().definition().firing();
        return switch (firing.misfire()) {
            case FIRE_ONCE -> occurrences.skipAllButLast(SkipReason.COLLAPSED);
            case SKIP -> occurrences.skipWhile(SkipReason.MISFIRE, each -> late(draft, each));
            case CATCH_UP -> catchUp(draft, occurrences, due, firing);
        };
    }

    private static boolean catchUp(Draft draft, Occurrences occurrences, Instant due, FirePolicy firing) {
        Instant oldest = draft.now().minus(firing.catchUpWindow());
        Optional<Duration> expiry = draft.job().definition().limits().expiry();
        // A fire that expires with its opening is not worth catching up.
        Predicate<Instant> tooOld = each -> each.isBefore(oldest)
                || expiry.filter(span -> !each.plus(span).isAfter(draft.now())).isPresent();
        if (tooOld.test(due)) {
            return occurrences.skipWhile(SkipReason.CATCH_UP_WINDOW, tooOld);
        }
        // Of several fires at once CANCEL_RUNNING would let only the last live.
        int cap = firing.overlap() == OverlapPolicy.CANCEL_RUNNING ? 1 : firing.catchUpCap();
        return occurrences.skipAllButLast(SkipReason.CATCH_UP_CAP, cap);
    }
}
