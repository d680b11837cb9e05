package io.duestream.tracker.simulation;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;

/** Room as the design words it: a fixed limit, the order of the queue, the partition with the fewest open attempts. */
final class ModelRoom implements Room {
    private final TreeSet<Waiting> queue;
    private final Rules rules;
    private final int[] open;
    private int last;

    ModelRoom(String group, PartitionStores stores, Rules rules, int partitions) {
        this.queue = new TreeSet<>(rules.order().thenComparing(row -> row));
        this.rules = rules;
        this.open = new int[partitions];
        for (Waiting row : stores.ready.keys()) {
            if (row.key().group().equals(group)) {
                queue.add(row);
            }
        }
        for (int i = 0; i < partitions; i++) {
            open[i] = stores.inFlight.get(new Key(group, i, 0), 0);
        }
    }

    @Override
    public void enqueue(Waiting row) {
        queue.add(row);
    }

    @Override
    public void dequeue(Waiting row) {
        queue.remove(row);
    }

    @Override
    public Optional<Waiting> next() {
        return queue.isEmpty() ? Optional.empty() : Optional.of(queue.first());
    }

    @Override
    public Optional<Integer> place(Group group, Instant now) {
        int out = 0;
        int best = -1;
        for (int i = 1; i <= open.length; i++) {
            int candidate = (last + i) % open.length;
            out += open[candidate];
            if (best < 0 || open[candidate] < open[best]) {
                best = candidate;
            }
        }
        if (!group.registered || out >= rules.limit(group.limit)) {
            return Optional.empty();
        }
        last = best;
        return Optional.of(best);
    }

    @Override
    public int most(Group group) {
        return group.limit;
    }

    @Override
    public void handedOut(int partition) {
        open[partition]++;
    }

    @Override
    public void ended(int partition) {
        open[partition]--;
    }
}
