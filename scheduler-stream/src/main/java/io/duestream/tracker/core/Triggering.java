package io.duestream.tracker.core;

import io.duestream.job.JobDefinition;
import io.duestream.job.OverlapPolicy;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.SkipReason;
import io.duestream.record.event.TriggerSkipped;
import java.util.Optional;

/** Opens a fire because an operator asked for one: it obeys the overlap policy and is not counted by a repeat. */
final class Triggering {
    private final Ending ending;

    Triggering(Ending ending) {
        this.ending = ending;
    }

    void trigger(Draft draft) {
        Job job = draft.job();
        // Fires of a replaced definition end normally: not even CANCEL_RUNNING ends them.
        boolean cancels = job.definition().firing().overlap() == OverlapPolicy.CANCEL_RUNNING && !job.fenced();
        Optional<SkipReason> skipped = cancels ? Optional.empty() : skipped(job);
        if (skipped.isPresent()) {
            draft.state(new TriggerSkipped(skipped.get()));
            return;
        }
        if (cancels) {
            ending.cancelOpenFires(draft, "a fire was triggered by hand");
        }
        open(draft, held(draft.job()));
    }

    private static Optional<SkipReason> skipped(Job job) {
        boolean overlaps = switch (job.definition().firing().overlap()) {
            case SKIP -> !job.fires().isEmpty();
            case QUEUE_ONE, CANCEL_RUNNING -> Opening.anyHeld(job);
            case WAIT, ALLOW -> false;
        };
        if (overlaps) {
            return Optional.of(SkipReason.OVERLAP);
        }
        return Opening.full(job) ? Optional.of(SkipReason.OPEN_LIMIT) : Optional.empty();
    }

    private static boolean held(Job job) {
        return switch (job.definition().firing().overlap()) {
            case WAIT, QUEUE_ONE -> !job.fires().isEmpty();
            case SKIP, ALLOW, CANCEL_RUNNING -> job.fenced();
        };
    }

    private static void open(Draft draft, boolean held) {
        Job job = draft.job();
        JobDefinition definition = job.definition();
        draft.state(new FireOpened(
                job.schedule().fires() + 1,
                FireKind.TRIGGERED,
                draft.now(),
                draft.now(),
                false,
                held,
                job.current().number(),
                definition.priority(),
                definition.shards(),
                definition.limits().expiry().map(draft.now()::plus),
                job.schedule().nextDue()));
    }
}
