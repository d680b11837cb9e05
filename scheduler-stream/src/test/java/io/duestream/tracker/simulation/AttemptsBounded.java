package io.duestream.tracker.simulation;

import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEvent;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A shard gets no more attempts than its retries, its lost nodes and what was handed back unstarted account for. */
final class AttemptsBounded implements Invariant {
    private record Ends(int handedOut, int failed, int lost, int unstarted) {
        static final Ends NONE = new Ends(0, 0, 0, 0);

        Ends with(AttemptEnd end) {
            return switch (end) {
                case LATER, EXCEPTION, TIMED_OUT -> new Ends(handedOut, failed + 1, lost, unstarted);
                case LOST -> new Ends(handedOut, failed, lost + 1, unstarted);
                case NOT_STARTED -> new Ends(handedOut, failed, lost, unstarted + 1);
                case SUCCESS, FAILED, EXPIRED, CANCELLED -> this;
            };
        }
    }

    private final Rows<Key, Map<Key, Ends>> shards;

    AttemptsBounded(Undo undo) {
        this.shards = new Rows<>(undo);
    }

    @Override
    public void decided(Decided step, Findings findings) {
        Map<Key, Ends> known = shards.get(Key.of(step.key()), Map.of());
        Map<Key, Ends> now = known;
        for (JobEvent event : step.decision().events()) {
            now = follow(step, now, event, findings);
        }
        if (now != known) {
            shards.put(Key.of(step.key()), now);
        }
    }

    private Map<Key, Ends> follow(Decided step, Map<Key, Ends> known, JobEvent event, Findings findings) {
        if (event instanceof JobAccepted) {
            return Map.of();
        } else if (event instanceof FireEnded e) {
            Map<Key, Ends> next = new TreeMap<>(known);
            next.keySet().removeIf(shard -> shard.number() == e.fire());
            return next;
        } else if (event instanceof AttemptEnded e) {
            Key shard = Key.of(step.key(), e.fire(), e.shard());
            return with(known, shard, known.getOrDefault(shard, Ends.NONE).with(e.end()));
        } else if (event instanceof AttemptDispatched e) {
            Key shard = Key.of(step.key(), e.fire(), e.shard());
            Ends ends = known.getOrDefault(shard, Ends.NONE);
            judge(step, e, ends, findings);
            return with(known, shard, new Ends(ends.handedOut() + 1, ends.failed(), ends.lost(), ends.unstarted()));
        }
        return known;
    }

    private void judge(Decided step, AttemptDispatched e, Ends ends, Findings findings) {
        Job job = step.jobBefore().orElseThrow();
        Optional<Fire> fire = job.openFire(e.fire());
        int retries = job.definitionOf(fire.orElseThrow()).retry().maxRetries();
        boolean bounded = ends.failed() <= retries && ends.lost() < Rules.SETTINGS.maxLostAttempts();
        boolean counted = e.attempt() == ends.handedOut() + 1
                && ends.handedOut() == ends.failed() + ends.lost() + ends.unstarted();
        if (!bounded || !counted) {
            findings.add(getClass(), step.key(), "attempt " + e.attempt() + " follows " + ends + " of " + retries);
        }
    }

    private static Map<Key, Ends> with(Map<Key, Ends> known, Key shard, Ends ends) {
        Map<Key, Ends> next = new TreeMap<>(known);
        next.put(shard, ends);
        return next;
    }
}
