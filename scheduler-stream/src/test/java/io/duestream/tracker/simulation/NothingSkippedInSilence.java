package io.duestream.tracker.simulation;

import io.duestream.job.Immediate;
import io.duestream.job.JobDefinition;
import io.duestream.job.MisfirePolicy;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Trigger;
import io.duestream.record.event.DefinitionCause;
import io.duestream.record.event.DefinitionChanged;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobCancelled;
import io.duestream.record.event.JobEnd;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.Standing;
import java.time.Instant;
import java.util.Optional;

/** Every due time that the oracle expects is opened, skipped with a reason that fits, or still to come; and no command is met by silence (G5). */
final class NothingSkippedInSilence implements Invariant {
    /** Where a job stands in the oracle's eyes: the next due time that nothing was said of yet. */
    private record Expected(JobDefinition definition, long next, long opened, boolean cancelled) {
        Trigger trigger() {
            return definition.trigger();
        }

        Expected at(long due) {
            return new Expected(definition, due, opened, cancelled);
        }

        static Expected of(JobDefinition definition, Instant from) {
            return new Expected(definition, Oracle.first(definition.trigger(), from.toEpochMilli()), 0, false);
        }
    }

    private final Rows<Key, Expected> expected;

    NothingSkippedInSilence(Undo undo) {
        this.expected = new Rows<>(undo);
    }

    @Override
    public void decided(Decided step, Findings findings) {
        if (step.input() instanceof Input.CommandReceived
                && step.decision().events().isEmpty()) {
            findings.add(getClass(), step.key(), "a command was met by silence: " + step.input());
        }
        Key key = Key.of(step.key());
        Expected known = expected.get(key);
        Expected now = known;
        for (JobEvent event : step.decision().events()) {
            now = follow(step, now, event, findings);
        }
        if (now != known) {
            expected.put(key, now);
        }
        if (step.after().isPresent()) {
            stillToCome(step, now, findings);
        }
    }

    private Expected follow(Decided step, Expected known, JobEvent event, Findings findings) {
        if (event instanceof JobAccepted e) {
            return Expected.of(e.definition().value(), step.now());
        } else if (event instanceof DefinitionChanged e) {
            return changed(step, known, e);
        } else if (event instanceof JobCancelled) {
            return new Expected(known.definition(), Oracle.NEVER, known.opened(), true);
        } else if (event instanceof FireOpened e && e.kind() == FireKind.SCHEDULED) {
            if (known.next() != e.dueAt().toEpochMilli()) {
                expectedOther(step, known, "opened " + e.dueAt(), findings);
            }
            long opened = known.opened() + 1;
            long next = Oracle.after(known.trigger(), e.dueAt().toEpochMilli(), opened);
            return new Expected(known.definition(), next, opened, known.cancelled());
        } else if (event instanceof FiresSkipped e) {
            return skipped(step, known, e, findings);
        } else if (event instanceof JobEnded e) {
            ended(step, known, e, findings);
        }
        return known;
    }

    /** An update that leaves the trigger alone does not begin it anew. */
    private static Expected changed(Decided step, Expected known, DefinitionChanged e) {
        JobDefinition definition = e.definition().value();
        boolean goesOn =
                e.cause() == DefinitionCause.UPDATED && definition.trigger().equals(known.trigger());
        return goesOn
                ? new Expected(definition, known.next(), known.opened(), false)
                : Expected.of(definition, step.now());
    }

    private Expected skipped(Decided step, Expected known, FiresSkipped e, Findings findings) {
        long due = known.next();
        if (due != e.firstDue().toEpochMilli() || e.lastDue().isAfter(step.now())) {
            expectedOther(step, known, "skipped " + e, findings);
            return known;
        }
        long count = 0;
        while (due != Oracle.NEVER && due <= e.lastDue().toEpochMilli()) {
            count++;
            due = Oracle.after(known.trigger(), due, known.opened());
        }
        if (count != e.count()) {
            findings.add(getClass(), step.key(), count + " due times lie in " + e);
        }
        if (!fits(known, e, step.now())) {
            findings.add(
                    getClass(),
                    step.key(),
                    "the reason does not fit " + known.definition().firing() + ": " + e);
        }
        return known.at(due);
    }

    private static boolean fits(Expected known, FiresSkipped e, Instant now) {
        OverlapPolicy overlap = known.definition().firing().overlap();
        MisfirePolicy misfire = known.definition().firing().misfire();
        boolean late = e.lastDue().plus(Rules.SETTINGS.misfireThreshold()).isBefore(now);
        return switch (e.reason()) {
            case MISFIRE -> misfire == MisfirePolicy.SKIP && late && !(known.trigger() instanceof Immediate);
            case COLLAPSED -> misfire == MisfirePolicy.FIRE_ONCE;
            case COALESCED -> overlap == OverlapPolicy.WAIT;
            case OVERLAP -> overlap != OverlapPolicy.WAIT && overlap != OverlapPolicy.ALLOW;
            case OPEN_LIMIT -> overlap == OverlapPolicy.ALLOW || overlap == OverlapPolicy.QUEUE_ONE;
            case CATCH_UP_WINDOW, CATCH_UP_CAP -> misfire == MisfirePolicy.CATCH_UP;
        };
    }

    private void ended(Decided step, Expected known, JobEnded e, Findings findings) {
        boolean fits = e.end() == JobEnd.CANCELLED ? known.cancelled() : known.next() == Oracle.NEVER;
        if (!fits) {
            expectedOther(step, known, "ended " + e.end(), findings);
        }
    }

    private void stillToCome(Decided step, Expected known, Findings findings) {
        Job job = step.after().orElseThrow().job();
        Optional<Instant> next = job.schedule().nextDue();
        if (next.map(Instant::toEpochMilli).orElse(Oracle.NEVER) != known.next()) {
            expectedOther(step, known, "waits for " + next.map(Object::toString).orElse("nothing"), findings);
        }
        boolean free = job.standing() == Standing.ACTIVE && job.fires().isEmpty();
        Optional<Instant> wake = step.after().orElseThrow().wakeAt();
        if (free
                && next.isPresent()
                && wake.filter(at -> !at.isAfter(next.get())).isEmpty()) {
            findings.add(getClass(), step.key(), "sleeps until " + wake + " past " + next.get());
        }
    }

    private void expectedOther(Decided step, Expected known, String found, Findings findings) {
        String next = known.next() == Oracle.NEVER
                ? "none"
                : Instant.ofEpochMilli(known.next()).toString();
        findings.add(getClass(), step.key(), "the oracle expects " + next + " next, the job " + found);
    }
}
