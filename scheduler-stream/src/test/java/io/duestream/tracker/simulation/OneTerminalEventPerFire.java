package io.duestream.tracker.simulation;

import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import java.util.List;
import java.util.TreeSet;

/** A fire that was opened is open until its one terminal event, and no job ends before its fires (G3). */
final class OneTerminalEventPerFire implements Invariant {
    private record Fires(long last, List<Long> open) {
        static final Fires NONE = new Fires(0, List.of());

        Fires opened(long fire) {
            TreeSet<Long> next = new TreeSet<>(open);
            next.add(fire);
            return new Fires(fire, List.copyOf(next));
        }

        Fires ended(long fire) {
            return new Fires(last, open.stream().filter(each -> each != fire).toList());
        }
    }

    private final Rows<Key, Fires> fires;

    OneTerminalEventPerFire(Undo undo) {
        this.fires = new Rows<>(undo);
    }

    @Override
    public void decided(Decided step, Findings findings) {
        Fires known = fires.get(Key.of(step.key()), Fires.NONE);
        Fires now = known;
        for (JobEvent event : step.decision().events()) {
            now = follow(step, now, event, findings);
        }
        List<Long> held = step.jobAfter().map(OneTerminalEventPerFire::open).orElse(List.of());
        if (!held.equals(now.open())) {
            findings.add(getClass(), step.key(), "by their events " + now.open() + " are open, the job holds " + held);
        }
        if (now != known) {
            fires.put(Key.of(step.key()), now);
        }
    }

    private Fires follow(Decided step, Fires known, JobEvent event, Findings findings) {
        if (event instanceof JobAccepted) {
            return Fires.NONE;
        } else if (event instanceof FireOpened e) {
            if (e.fire() != known.last() + 1) {
                findings.add(getClass(), step.key(), "fire " + e.fire() + " follows fire " + known.last());
            }
            return known.opened(e.fire());
        } else if (event instanceof FireEnded e) {
            if (!known.open().contains(e.fire())) {
                findings.add(getClass(), step.key(), "fire " + e.fire() + " ends again, or never was");
            }
            return known.ended(e.fire());
        } else if (event instanceof JobEnded && !known.open().isEmpty()) {
            findings.add(getClass(), step.key(), "the job ends with the open fires " + known.open());
        }
        return known;
    }

    private static List<Long> open(Job job) {
        return job.fires().stream().map(Fire::number).sorted().toList();
    }
}
