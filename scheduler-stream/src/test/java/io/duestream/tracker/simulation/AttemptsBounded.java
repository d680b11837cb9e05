package io.duestream.tracker.simulation;

import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEvent;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A shard gets no more attempts than its retries, its lost nodes and what was handed back unstarted account for. A run that
 * another node takes over under the same token was lost where it ran before. When enough were lost, the next that is lost
 * alone is the last.
 */
final class AttemptsBounded implements Invariant {
    private record Ends(int handedOut, int failed, int lost, int unstarted, int takenOver, Out out, boolean blamed) {
        static final Ends NONE = new Ends(0, 0, 0, 0, 0, Out.NOWHERE, false);

        Ends with(AttemptEnd end) {
            return switch (end) {
                case LATER, EXCEPTION, TIMED_OUT ->
                    new Ends(handedOut, failed + 1, lost, unstarted, takenOver, Out.NOWHERE, blamed);
                case LOST ->
                    new Ends(
                            handedOut,
                            failed,
                            lost + 1,
                            unstarted,
                            takenOver,
                            Out.NOWHERE,
                            blamed || out.alone() && !out.tooOften() && enough(lost + 1 + takenOver));
                case NOT_STARTED -> new Ends(handedOut, failed, lost, unstarted + 1, takenOver, Out.NOWHERE, blamed);
                case SUCCESS, FAILED, EXPIRED, CANCELLED ->
                    new Ends(handedOut, failed, lost, unstarted, takenOver, Out.NOWHERE, blamed);
            };
        }

        Ends dispatched() {
            return new Ends(handedOut + 1, failed, lost, unstarted, takenOver, Out.NOWHERE, blamed);
        }

        Ends started(AttemptStarted e) {
            if (out.node().isEmpty() || out.node().equals(e.node())) {
                Out there = new Out(e.node(), e.alone(), out.tooOften());
                return new Ends(handedOut, failed, lost, unstarted, takenOver, there, blamed);
            }
            boolean often = enough(lost + takenOver + 1);
            Out taken = new Out(e.node(), e.alone(), often);
            return new Ends(handedOut, failed, lost, unstarted, takenOver + 1, taken, blamed || often && out.alone());
        }

        private static boolean enough(int losses) {
            return losses >= Rules.SETTINGS.losses().most();
        }
    }

    /**
     * Where an attempt runs.
     *
     * @param node empty if it does not
     * @param alone whether nothing runs beside it
     * @param tooOften whether it was taken over once too often
     */
    private record Out(String node, boolean alone, boolean tooOften) {
        static final Out NOWHERE = new Out("", false, false);
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
        now.forEach((shard, ends) -> {
            if (ends.out().tooOften()) {
                findings.add(getClass(), step.key(), shard + " still runs after " + ends);
            }
        });
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
        } else if (event instanceof AttemptStarted e) {
            Key shard = Key.of(step.key(), e.fire(), e.shard());
            return with(known, shard, known.getOrDefault(shard, Ends.NONE).started(e));
        } else if (event instanceof AttemptDispatched e) {
            Key shard = Key.of(step.key(), e.fire(), e.shard());
            Ends ends = known.getOrDefault(shard, Ends.NONE);
            judge(step, e, ends, findings);
            return with(known, shard, ends.dispatched());
        }
        return known;
    }

    private void judge(Decided step, AttemptDispatched e, Ends ends, Findings findings) {
        Job job = step.jobBefore().orElseThrow();
        Optional<Fire> fire = job.openFire(e.fire());
        int retries = job.definitionOf(fire.orElseThrow()).retry().maxRetries();
        boolean bounded = ends.failed() <= retries && !ends.blamed();
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
