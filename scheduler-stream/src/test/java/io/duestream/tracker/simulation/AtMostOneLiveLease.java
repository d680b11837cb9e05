package io.duestream.tracker.simulation;

import io.duestream.job.Lease;
import io.duestream.job.Token;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.tracker.core.Attempt;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Shard;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * At most one lease of a shard is held, it moves only upward, and tokens grow over the whole life of a job key, all its jobs
 * included (G4).
 */
final class AtMostOneLiveLease implements Invariant {
    private record Leases(Token last, Map<Key, Lease> held) {}

    private static final Leases NONE = new Leases(new Token(0, 0), Map.of());

    private final Rows<Key, Leases> leases;

    AtMostOneLiveLease(Undo undo) {
        this.leases = new Rows<>(undo);
    }

    @Override
    public void decided(Decided step, Findings findings) {
        Leases known = leases.get(Key.of(step.key()), NONE);
        Leases now = known;
        for (JobEvent event : step.decision().events()) {
            now = follow(step, now, event, findings);
        }
        if (now != known) {
            leases.put(Key.of(step.key()), now);
        }
        Map<Key, Lease> stored = stored(step);
        if (!stored.equals(now.held())) {
            findings.add(getClass(), step.key(), "by events held: " + now.held() + "; by the job: " + stored);
        }
    }

    private Leases follow(Decided step, Leases known, JobEvent event, Findings findings) {
        if (event instanceof AttemptDispatched e) {
            Key shard = Key.of(step.key(), e.fire(), e.shard());
            if (known.held().containsKey(shard)) {
                findings.add(
                        getClass(),
                        step.key(),
                        "handed out while " + known.held().get(shard) + " is held: " + e);
            }
            if (e.token().compareTo(known.last()) <= 0) {
                findings.add(getClass(), step.key(), "token " + e.token() + " follows " + known.last());
            }
            return with(known, e.token(), shard, Optional.of(new Lease(e.token(), 0)));
        } else if (event instanceof AttemptStarted e) {
            Key shard = Key.of(step.key(), e.fire(), e.shard());
            Lease started = new Lease(e.token(), e.generation());
            moved(step, known, shard, started, findings);
            return with(known, known.last(), shard, Optional.of(started));
        } else if (event instanceof AttemptEnded e) {
            Key shard = Key.of(step.key(), e.fire(), e.shard());
            moved(step, known, shard, new Lease(e.token(), e.generation()), findings);
            return with(known, known.last(), shard, Optional.empty());
        } else if (event instanceof JobEnded && !known.held().isEmpty()) {
            findings.add(getClass(), step.key(), "the job ends while leases are held: " + known.held());
        }
        return known;
    }

    private void moved(Decided step, Leases known, Key shard, Lease lease, Findings findings) {
        Lease held = known.held().get(shard);
        if (held == null || !held.token().equals(lease.token()) || lease.compareTo(held) < 0) {
            findings.add(getClass(), step.key(), "acts under " + lease + " while " + held + " is held");
        }
    }

    private static Leases with(Leases known, Token last, Key shard, Optional<Lease> lease) {
        Map<Key, Lease> held = new TreeMap<>(known.held());
        held.remove(shard);
        lease.ifPresent(each -> held.put(shard, each));
        return new Leases(last, held);
    }

    private static Map<Key, Lease> stored(Decided step) {
        if (step.after().isEmpty()) {
            return Map.of();
        }
        Map<Key, Lease> held = new TreeMap<>();
        for (Fire fire : step.after().get().job().fires()) {
            for (Shard shard : fire.shards()) {
                Optional<Attempt> attempt = shard.attempt();
                attempt.ifPresent(out -> held.put(Key.of(step.key(), fire.number(), shard.index()), out.lease()));
            }
        }
        return held;
    }
}
