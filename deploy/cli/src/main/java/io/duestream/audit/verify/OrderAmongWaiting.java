package io.duestream.audit.verify;

import io.duestream.audit.log.LogEntry.Decision;
import io.duestream.job.JobKey;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.JobEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * G6: among the waiting shards of a group in a partition the first goes first. Which waits is known at the end of each
 * decision; what comes to wait and goes in the same decision never stood in the queue, and may only pass an empty one.
 */
final class OrderAmongWaiting implements JobCheck {
    private final Tally tally;
    private final GroupSettingsHold groups;
    private final Map<Queue, TreeSet<Waiting>> queues = new HashMap<>();
    private final Map<JobKey, List<Waiting>> waiting = new HashMap<>();

    OrderAmongWaiting(Findings findings, GroupSettingsHold groups) {
        this.groups = groups;
        this.tally = findings.open(
                "order-among-waiting",
                "Among the waiting fires of a group and partition: higher priority first, then earlier due, then"
                        + " earlier accepted.");
    }

    private record Queue(int partition, String group) {}

    private record Waiting(int priority, Instant dueAt, long accepted, long fire, int shard)
            implements Comparable<Waiting> {
        private static final Comparator<Waiting> ORDER = Comparator.comparingInt(Waiting::priority)
                .thenComparing(Waiting::dueAt)
                .thenComparingLong(Waiting::accepted)
                .thenComparingLong(Waiting::fire)
                .thenComparingInt(Waiting::shard);

        @Override
        public int compareTo(Waiting other) {
            return ORDER.compare(this, other);
        }
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void event(Decision decision, LiveJob job, JobEvent event) {
        Optional<OpenFire> fire = event instanceof AttemptDispatched e ? job.fire(e.fire()) : Optional.empty();
        if (fire.isEmpty()) {
            return;
        }
        AttemptDispatched e = (AttemptDispatched) event;
        Waiting chosen = waiting(job, fire.get(), e.shard());
        boolean waited = waiting.getOrDefault(job.key(), List.of()).contains(chosen);
        TreeSet<Waiting> queue = queues.get(queue(decision, job));
        if (groups.limited(decision, job.key().group())) {
            // Let in by the owner of a limited group, who keeps an order of its own.
            tally.notCheckable();
            if (waited) {
                remove(decision, job, chosen);
            }
            return;
        }
        tally.checked();
        if (queue != null && !queue.isEmpty()) {
            Waiting first = queue.first();
            if (!waited || first.compareTo(chosen) < 0) {
                tally.violation(
                        decision.place(),
                        job.key(),
                        "fire " + e.fire() + " shard " + e.shard() + " (" + shown(chosen) + ") is dispatched before "
                                + "fire " + first.fire() + " shard " + first.shard() + " of job "
                                + job.id().partition()
                                + "-" + first.accepted() + " (" + shown(first) + "), which waits");
            }
        }
        if (waited) {
            // Several of one decision go in order.
            remove(decision, job, chosen);
        }
    }

    private void remove(Decision decision, LiveJob job, Waiting gone) {
        List<Waiting> left = new ArrayList<>(waiting.get(job.key()));
        left.remove(gone);
        replace(queue(decision, job), job.key(), left);
    }

    @Override
    public void done(Decision decision, LiveJob job) {
        boolean none = !waiting.containsKey(job.key()) && !job.anyShard(OpenShard.State.WAITING);
        if (!none) {
            replace(queue(decision, job), job.key(), waiting(job));
        }
    }

    @Override
    public void gone(LiveJob job) {
        if (waiting.containsKey(job.key())) {
            replace(new Queue(job.last().partition().partition(), job.key().group()), job.key(), List.of());
        }
    }

    private void replace(Queue name, JobKey key, List<Waiting> now) {
        TreeSet<Waiting> queue = queues.computeIfAbsent(name, each -> new TreeSet<>());
        List<Waiting> before = now.isEmpty() ? waiting.remove(key) : waiting.put(key, now);
        if (before != null) {
            queue.removeAll(before);
        }
        queue.addAll(now);
        if (queue.isEmpty()) {
            queues.remove(name);
        }
    }

    private static Queue queue(Decision decision, LiveJob job) {
        return new Queue(decision.place().partition().partition(), job.key().group());
    }

    private static List<Waiting> waiting(LiveJob job) {
        List<Waiting> all = new ArrayList<>(1);
        for (OpenFire fire : job.fires()) {
            if (!mayRun(job, fire)) {
                continue;
            }
            for (int shard = 0; shard < fire.shards().length; shard++) {
                if (fire.shards()[shard].state() == OpenShard.State.WAITING) {
                    all.add(waiting(job, fire, shard));
                }
            }
        }
        return all;
    }

    static boolean mayRun(LiveJob job, OpenFire fire) {
        return !fire.held()
                && switch (job.standing()) {
                    case ACTIVE -> true;
                    case PAUSED -> fire.kind() == FireKind.TRIGGERED;
                    case CANCELLING -> false;
                };
    }

    private static Waiting waiting(LiveJob job, OpenFire fire, int shard) {
        return new Waiting(fire.priority(), fire.dueAt(), job.id().offset(), fire.number(), shard);
    }

    private static String shown(Waiting waiting) {
        return "priority " + waiting.priority() + ", due " + waiting.dueAt();
    }
}
