package io.duestream.tracker.simulation;

import io.duestream.tracker.dispatch.GroupRoom;
import io.duestream.tracker.dispatch.ReadyRows;
import io.duestream.tracker.store.ReadyStore;
import io.duestream.tracker.store.StateStores;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.state.Stores;

/** Room as the tracker computes it, over the rows as it keeps them. */
final class TrackerRoom implements Room {
    private final GroupRoom room;

    TrackerRoom(Group group, PartitionStores stores, int tasks) {
        Map<Integer, Integer> open = new HashMap<>();
        for (int i = 0; i < group.topic.size(); i++) {
            int count = stores.inFlight.get(new Key(group.name, i, 0), 0);
            if (count > 0) {
                open.put(i, count);
            }
        }
        ReadyStore rows =
                new ReadyStore(Stores.inMemoryKeyValueStore(StateStores.READY).get());
        for (Waiting row : stores.ready.keys()) {
            rows.add(row(row));
        }
        this.room = new GroupRoom(group.name, rows, tasks, open);
    }

    private static ReadyRows.Row row(Waiting waiting) {
        return new ReadyRows.Row(waiting.key(), waiting.shard());
    }

    @Override
    public void enqueue(Waiting row) {
        room.enqueue(row(row));
    }

    @Override
    public void dequeue(Waiting row) {
        room.dequeue(row(row));
    }

    @Override
    public Optional<Waiting> next() {
        return room.next().map(row -> new Waiting(row.key(), row.shard()));
    }

    @Override
    public Optional<Integer> place(Group group, Instant now) {
        return room.place(group.registered ? group.topic.size() : 0, group.limit, now, Integer.MAX_VALUE);
    }

    /** The limit follows the rate of ends; only the group's being known is certain. */
    @Override
    public int most(Group group) {
        return Integer.MAX_VALUE;
    }

    @Override
    public void handedOut(int partition) {
        room.handedOut(partition);
    }

    @Override
    public void ended(int partition) {
        room.ended(partition);
    }
}
