package io.duestream.tracker.topology;

import io.duestream.job.JobKey;
import io.duestream.job.Token;
import io.duestream.tracker.core.Attempt;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.dispatch.GroupRoom;
import io.duestream.tracker.dispatch.ReadyRows.Row;
import io.duestream.tracker.store.InFlightStore;
import io.duestream.tracker.store.ReadyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The room of every group, as one task sees it, kept in step with the jobs. */
final class Rooms {
    private final TrackerScope scope;
    private final ReadyStore ready;
    private final InFlightStore inFlight;
    private final Map<String, GroupRoom> rooms = new HashMap<>();
    private final Set<String> backlogged = new HashSet<>();

    Rooms(TrackerScope scope, ReadyStore ready, InFlightStore inFlight) {
        this.scope = scope;
        this.ready = ready;
        this.inFlight = inFlight;
        for (String group : ready.groups()) {
            backlogged.add(group);
            scope.groups().waitsFor(group);
        }
    }

    /** The partition a shard of a group may be handed to now; the caller hands it out, or gives it back. */
    Optional<Integer> reserve(String group, Instant now) {
        int partitions = scope.groups().partitions(group);
        if (partitions == 0) {
            return Optional.empty();
        }
        GroupRoom room = room(group);
        Optional<Integer> place = room.place(partitions, scope.threads().applyAsInt(group), now);
        place.ifPresent(room::handedOut);
        return place;
    }

    /** Gives back what was reserved and not used. */
    void unreserve(String group, int partition) {
        room(group).ended(partition);
    }

    /** Whether something of the group waits, so that nothing may pass it. */
    boolean backlog(String group) {
        return backlogged.contains(group);
    }

    Set<String> backloggedGroups() {
        return Set.copyOf(backlogged);
    }

    /** The next waiting shard of a group. */
    Optional<Row> next(String group) {
        Optional<Row> next = room(group).next();
        if (next.isEmpty()) {
            backlogged.remove(group);
        }
        return next;
    }

    /** Writes what a decision changed: who waits, and how many attempts are out. Reserved places count as out already. */
    void follow(JobKey key, Optional<Job> before, Optional<Job> after, Set<Integer> reserved) {
        followReady(
                key,
                before.map(Job::ready).orElse(List.of()),
                after.map(Job::ready).orElse(List.of()));
        followAttempts(key.group(), before, after, reserved);
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
                if (scope.groups().partitions(key.group()) == 0) {
                    scope.groups().waitsFor(key.group());
                }
            }
        }
        for (ReadyShard gone : old) {
            room.dequeue(new Row(key, gone));
        }
    }

    private void followAttempts(String group, Optional<Job> before, Optional<Job> after, Set<Integer> reserved) {
        List<Attempt> old = out(before);
        List<Attempt> now = out(after);
        if (old.isEmpty() && now.isEmpty() && reserved.isEmpty()) {
            return;
        }
        Set<Integer> touched = new HashSet<>(reserved);
        GroupRoom room = room(group);
        Set<Token> still = new HashSet<>();
        now.forEach(attempt -> still.add(attempt.token()));
        for (Attempt attempt : old) {
            if (!still.contains(attempt.token())) {
                room.ended(attempt.partition());
                touched.add(attempt.partition());
            }
        }
        for (int partition : touched) {
            inFlight.put(group, partition, room.open(partition));
        }
    }

    private static List<Attempt> out(Optional<Job> job) {
        if (job.isEmpty()) {
            return List.of();
        }
        List<Attempt> out = new ArrayList<>();
        for (Fire fire : job.get().fires()) {
            for (Shard shard : fire.shards()) {
                shard.attempt().ifPresent(out::add);
            }
        }
        return out;
    }

    /** Drops a row that no job stands behind. */
    void drop(Row row) {
        room(row.key().group()).dequeue(row);
    }

    /** Puts right a row that a walk found missing. */
    void repair(JobKey key, ReadyShard shard) {
        room(key.group()).enqueue(new Row(key, shard));
        backlogged.add(key.group());
    }

    private GroupRoom room(String group) {
        return rooms.computeIfAbsent(group, name -> new GroupRoom(name, ready, scope.partitions(), inFlight.of(name)));
    }
}
