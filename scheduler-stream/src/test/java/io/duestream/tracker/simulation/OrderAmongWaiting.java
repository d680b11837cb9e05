package io.duestream.tracker.simulation;

import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Input;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.core.StoredJob;
import java.util.Comparator;
import java.util.Map;

/** Of the shards that wait in a group the one with the highest priority goes first, then the earliest due, then the earliest accepted (G6). */
final class OrderAmongWaiting implements Invariant {
    private static final Comparator<ReadyShard> ORDER = (one, other) -> {
        if (one.priority() != other.priority()) {
            return one.priority() < other.priority() ? -1 : 1;
        }
        if (!one.dueAt().equals(other.dueAt())) {
            return one.dueAt().isBefore(other.dueAt()) ? -1 : 1;
        }
        return Long.compare(one.accepted(), other.accepted());
    };

    private final Partition partition;

    OrderAmongWaiting(Partition partition) {
        this.partition = partition;
    }

    @Override
    public void decided(Decided step, Findings findings) {
        if (!(step.input() instanceof Input.Admitted admitted) || step.before().isEmpty()) {
            return;
        }
        Job job = step.before().get().job();
        ReadyShard chosen = job.ready().stream()
                .filter(each -> each.fire() == admitted.fire() && each.shard() == admitted.shard())
                .findFirst()
                .orElse(null);
        if (chosen == null) {
            findings.add(getClass(), step.key(), "does not wait: " + admitted);
            return;
        }
        Fire fire = job.openFire(chosen.fire()).orElseThrow();
        if (chosen.priority() != job.definitionOf(fire).priority()) {
            findings.add(getClass(), step.key(), "waits under priority " + chosen.priority());
        }
        for (Map.Entry<String, StoredJob> row : partition.stores.jobs.entries()) {
            boolean sameGroup = row.getKey().startsWith(step.key().group() + "/");
            Job other = row.getKey().equals(step.key().toString())
                    ? job
                    : row.getValue().job();
            if (sameGroup) {
                judge(step, chosen, row.getKey(), other, findings);
            }
        }
    }

    private void judge(Decided step, ReadyShard chosen, String name, Job other, Findings findings) {
        for (ReadyShard waiting : other.ready()) {
            if (ORDER.compare(waiting, chosen) < 0) {
                findings.add(getClass(), step.key(), chosen + " goes before " + waiting + " of " + name);
            }
        }
    }
}
