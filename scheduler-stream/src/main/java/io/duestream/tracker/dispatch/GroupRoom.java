package io.duestream.tracker.dispatch;

import io.duestream.tracker.dispatch.ReadyRows.Row;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What one task knows of one node group: who waits, and how much room there is. */
public final class GroupRoom {
    private final ReadyQueue queue;
    private final InFlightLimit limit;
    private IdlestPartition open;
    /** Priority of what went last into the room that all share. */
    private int usual = Integer.MIN_VALUE;

    /**
     * The room of a group as the stores tell it.
     *
     * @param tasks tasks of the tracker that share the group
     * @param initial open attempts by dispatch partition
     */
    public GroupRoom(String group, ReadyRows rows, int tasks, Map<Integer, Integer> initial) {
        this.queue = new ReadyQueue(group, rows);
        this.limit = new InFlightLimit(tasks);
        int most = initial.keySet().stream()
                .mapToInt(partition -> partition + 1)
                .max()
                .orElse(1);
        this.open = new IdlestPartition(most, initial);
    }

    /** Lets a shard wait for room. */
    public void enqueue(Row row) {
        queue.add(row);
    }

    /** Takes a shard out of the queue. */
    public void dequeue(Row row) {
        queue.remove(row);
    }

    /**
     * How many wait.
     *
     * @param behind how many rows may be read behind those in memory
     */
    public Waiting waiting(int behind) {
        return queue.count(behind);
    }

    /** Who is next, if anybody waits. */
    public Optional<Row> next() {
        return queue.peek();
    }

    /**
     * The partition to hand an attempt to now, if there is room. A little of it is kept for what is more urgent than what
     * fills the rest: it does not wait for the end of one that has not even started.
     *
     * @param partitions partitions of the group's dispatch topic, 0 if the group is unknown
     * @param threads worker threads of the whole group, 0 if unknown
     * @param priority of what wants to go
     */
    public Optional<Integer> place(int partitions, int threads, Instant now, int priority) {
        int most = limit.at(now, threads, Bounds.NONE);
        int out = open.total();
        boolean shared = out < most;
        boolean urgent = priority < usual && out < most + Math.max(1, most / 4);
        if (partitions == 0 || !shared && !urgent) {
            return Optional.empty();
        }
        usual = shared ? priority : usual;
        return anyPlace(partitions);
    }

    /**
     * The partition to hand an attempt to that was admitted elsewhere.
     *
     * @param partitions partitions of the group's dispatch topic, 0 if the group is unknown
     */
    public Optional<Integer> anyPlace(int partitions) {
        if (partitions == 0) {
            return Optional.empty();
        }
        if (partitions > open.partitions()) {
            open = grown(partitions);
        }
        return Optional.of(open.choose(partitions));
    }

    private IdlestPartition grown(int partitions) {
        IdlestPartition wider = new IdlestPartition(partitions, Map.of());
        for (int i = 0; i < open.partitions(); i++) {
            wider.add(i, open.add(i, 0));
        }
        return wider;
    }

    /** An attempt went out to a partition; the open count there afterwards. */
    public int handedOut(int partition) {
        if (partition >= open.partitions()) {
            open = grown(partition + 1);
        }
        return open.add(partition, 1);
    }

    /** A place was not used after all; the open count there afterwards. Nothing has ended, so the rate is as it was. */
    public int giveBack(int partition) {
        return open.add(partition, -1);
    }

    /** An attempt of a partition is over; the open count there afterwards. */
    public int ended(int partition) {
        limit.ended();
        return open.add(partition, -1);
    }

    /** Attempts of a partition that are out. */
    public int open(int partition) {
        return open.add(partition, 0);
    }

    /** Whether nothing waits and nothing is out. */
    public boolean idle() {
        return open.total() == 0 && queue.peek().isEmpty();
    }

    /** Attempts that are out. */
    public int outstanding() {
        return open.total();
    }
}
