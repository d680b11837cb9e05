package io.duestream.tracker.simulation;

import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.DefinitionCause;
import io.duestream.record.event.DefinitionChanged;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEvent;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.Standing;
import java.time.Instant;
import java.util.Optional;

/** Nothing new starts of a cancelled job, of a paused one unless by hand, of a replaced definition, before that has ended, or past its expiry. */
final class NothingStartsAgainstOrders implements Invariant {
    /** By job key: the version that replaced what was before. */
    private final Rows<Key, Integer> replacedBy;

    NothingStartsAgainstOrders(Undo undo) {
        this.replacedBy = new Rows<>(undo);
    }

    @Override
    public void decided(Decided step, Findings findings) {
        step.forEachEvent((job, event) -> {
            if (event instanceof JobAccepted) {
                replacedBy.put(Key.of(step.key()), 0);
            } else if (event instanceof DefinitionChanged e && e.cause() == DefinitionCause.REPLACED) {
                replacedBy.put(Key.of(step.key()), e.version());
            } else if (job.isPresent()) {
                judge(step, job.get(), event, findings);
            }
        });
    }

    private void judge(Decided step, Job job, JobEvent event, Findings findings) {
        if (event instanceof FireOpened e && e.kind() == FireKind.SCHEDULED) {
            allowed(step, job, e.version(), false, "opens fire " + e.fire(), findings);
        } else if (event instanceof AttemptDispatched e) {
            Optional<Fire> fire = job.openFire(e.fire());
            Optional<Shard> shard = job.shard(e.fire(), e.shard());
            if (fire.isPresent() && shard.isPresent()) {
                boolean byHand = fire.get().kind() == FireKind.TRIGGERED;
                allowed(step, job, fire.get().version(), byHand, "dispatches fire " + e.fire(), findings);
                expired(step, fire.get(), shard.get(), findings);
            }
        }
    }

    private void allowed(Decided step, Job job, int version, boolean byHand, String what, Findings findings) {
        boolean ordered = job.standing() == Standing.ACTIVE || job.standing() == Standing.PAUSED && byHand;
        if (!ordered) {
            findings.add(getClass(), step.key(), what + " while " + job.standing());
        }
        int replaced = replacedBy.get(Key.of(step.key()), 0);
        boolean oldOpen = job.fires().stream().anyMatch(fire -> fire.version() < replaced);
        if (version < replaced || oldOpen) {
            findings.add(
                    getClass(),
                    step.key(),
                    what + " of version " + version + ", replaced by " + replaced + ", open are " + job.fires());
        }
    }

    private void expired(Decided step, Fire fire, Shard shard, Findings findings) {
        Optional<Instant> expiry = fire.expiresAt();
        if (!shard.started() && expiry.isPresent() && !expiry.get().isAfter(step.now())) {
            findings.add(getClass(), step.key(), "dispatches fire " + fire.number() + ", expired " + expiry.get());
        }
    }
}
