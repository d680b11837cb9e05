package io.duestream.tracker.topology;

import io.duestream.job.JobKey;
import io.duestream.job.Token;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.dispatch.GroupRoom;
import io.duestream.tracker.dispatch.ReadyRows.Row;
import io.duestream.tracker.store.InFlightStore;
import io.duestream.tracker.store.ReadyStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The room of every group, as one task sees it, kept in step with the jobs. */
final class Rooms {
    /** Rooms that are kept without a look at who needs them: a room keeps the measured rate of its group. */
    static final int KEPT = 1_000;

    private final TrackerScope scope;
    private final ReadyStore ready;
    private final InFlightStore inFlight;
    private final Map<String, GroupRoom> rooms = new HashMap<>();
    private final Set<String> backlogged = new LinkedHashSet<>();
    private int sweepAbove = KEPT;

    Rooms(TrackerScope scope, ReadyStore ready, InFlightStore inFlight) {
        this.scope = scope;
        this.ready = ready;
        this.inFlight = inFlight;
        backlogged.addAll(ready.groups());
    }

    /** The partition a shard of a group may be handed to now; the caller hands it out, or gives it back. */
    Optional<Integer> reserve(String group, Instant now) {
        int partitions = scope.groups().partitions(group);
        if (partitions == 0) {
            scope.groups().waitsFor(group);
            return Optional.empty();
        }
        GroupRoom room = room(group);
        Optional<Integer> place = room.place(partitions, scope.threads().applyAsInt(group), now);
        place.ifPresent(room::handedOut);
        return place;
    }

    /** Gives back what was reserved; {@link #follow} counts what was used of it. */
    void giveBack(String group, List<Integer> partitions) {
        if (!partitions.isEmpty()) {
            partitions.forEach(room(group)::giveBack);
        }
    }

    /** Whether something of the group waits, so that nothing may pass it. */
    boolean backlog(String group) {
        return backlogged.contains(group);
    }

    /** How many groups something waits in. */
    int backloggedGroups() {
        return backlogged.size();
    }

    /** One of the groups that something waits in; each call names another, so that all get their turn. */
    String nextBackloggedGroup() {
        String group = backlogged.iterator().next();
        backlogged.remove(group);
        backlogged.add(group);
        return group;
    }

    /** The next waiting shard of a group. */
    Optional<Row> next(String group) {
        Optional<Row> next = room(group).next();
        if (next.isEmpty()) {
            backlogged.remove(group);
        }
        return next;
    }

    /** Writes what a decision changed: who waits, and how many attempts are out. */
    void follow(JobKey key, Optional<Job> before, Optional<Job> after) {
        followReady(
                key,
                before.map(Job::ready).orElse(List.of()),
                after.map(Job::ready).orElse(List.of()));
        followAttempts(key.group(), before, after);
    }

    private void followReady(JobKey key, List<ReadyShard> before, List<ReadyShard> after) {
        if (before.isEmpty() && after.isEmpty()) {
            return;
        }
        Set<ReadyShard> old = new HashSet<>(before);
        GroupRoom room = room(key.group());
        for (ReadyShard shard : after) {
            if (!old.remove(shard)) {
                room.enqueue(new Row(key, shard));
                backlogged.add(key.group());
            }
        }
        for (ReadyShard gone : old) {
            room.dequeue(new Row(key, gone));
        }
    }

    private void followAttempts(String group, Optional<Job> before, Optional<Job> after) {
        Map<Token, Integer> old = out(before);
        Map<Token, Integer> now = out(after);
        if (old.equals(now)) {
            return;
        }
        GroupRoom room = room(group);
        Map<Integer, Integer> open = new HashMap<>();
        old.forEach((token, partition) -> {
            if (!now.containsKey(token)) {
                open.put(partition, room.ended(partition));
            }
        });
        now.forEach((token, partition) -> {
            if (!old.containsKey(token)) {
                open.put(partition, room.handedOut(partition));
            }
        });
        open.forEach((partition, count) -> inFlight.put(group, partition, count));
    }

    /** The attempts of a job that are out, and the dispatch partitions they went to. */
    private static Map<Token, Integer> out(Optional<Job> job) {
        if (job.isEmpty()) {
            return Map.of();
        }
        Map<Token, Integer> out = new HashMap<>();
        for (Fire fire : job.get().fires()) {
            for (Shard shard : fire.shards()) {
                shard.attempt().ifPresent(attempt -> out.put(attempt.token(), attempt.partition()));
            }
        }
        return out;
    }

    /** Drops a row that no job stands behind. */
    void drop(Row row) {
        room(row.key().group()).dequeue(row);
    }

    /** Puts back the row of a waiting shard if it is not there; whether it was missing. */
    boolean repair(JobKey key, ReadyShard shard) {
        Row row = new Row(key, shard);
        if (ready.has(row)) {
            return false;
        }
        room(key.group()).enqueue(row);
        backlogged.add(key.group());
        return true;
    }

    private GroupRoom room(String group) {
        GroupRoom room = rooms.get(group);
        if (room == null) {
            dropIdle();
            room = new GroupRoom(group, ready, scope.partitions(), inFlight.of(group));
            rooms.put(group, room);
        }
        return room;
    }

    /** Names of groups come from outside, without end; what the stores tell again need not be kept. */
    private void dropIdle() {
        if (rooms.size() >= sweepAbove) {
            rooms.values().removeIf(GroupRoom::idle);
            // Rooms in use are looked at again only when there are twice as many.
            sweepAbove = Math.max(KEPT, 2 * rooms.size());
        }
    }

    /** How many rooms are kept in memory. */
    int kept() {
        return rooms.size();
    }
}
