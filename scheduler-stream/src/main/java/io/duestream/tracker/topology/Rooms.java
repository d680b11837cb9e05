package io.duestream.tracker.topology;

import io.duestream.job.JobKey;
import io.duestream.job.Token;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.Job;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.dispatch.Claim;
import io.duestream.tracker.dispatch.GroupRoom;
import io.duestream.tracker.dispatch.ReadyRows.Row;
import io.duestream.tracker.dispatch.Waiting;
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
import java.util.TreeSet;

/** The room of every group, as one task sees it, kept in step with the jobs. */
final class Rooms {
    /** Rooms that are kept without a look at who needs them: a room keeps the measured rate of its group. */
    static final int KEPT = 1_000;

    private final TrackerScope scope;
    private final ReadyStore ready;
    private final InFlightStore inFlight;
    private final InForce settings;
    private final Admissions admissions;
    private final Map<String, GroupRoom> rooms = new HashMap<>();
    private final Set<String> backlogged = new LinkedHashSet<>();
    private int sweepAbove = KEPT;

    Rooms(TrackerScope scope, ReadyStore ready, InFlightStore inFlight, InForce settings, Admissions admissions) {
        this.scope = scope;
        this.settings = settings;
        this.admissions = admissions;
        this.ready = ready;
        this.inFlight = inFlight;
        backlogged.addAll(ready.groups());
    }

    /** The partition a shard of a group may be handed to now; the caller hands it out, or gives it back. */
    Optional<Integer> reserve(String group, int priority, Instant now) {
        int partitions = scope.groups().partitions(group);
        if (partitions == 0) {
            scope.groups().waitsFor(group);
            return Optional.empty();
        }
        if (settings.paused(group)) {
            return Optional.empty();
        }
        GroupRoom room = room(group);
        Optional<Integer> place = admissions.limited(group)
                ? room.anyPlace(partitions)
                : room.place(partitions, scope.threads().applyAsInt(group), now, priority);
        place.ifPresent(room::handedOut);
        return place;
    }

    /** Gives back what was reserved; {@link #follow} counts what was used of it. */
    void giveBack(String group, List<Integer> partitions) {
        if (!partitions.isEmpty()) {
            partitions.forEach(room(group)::giveBack);
        }
    }

    /** Whether something of the group waits, so that nothing may pass it; in a limited group all wait to be admitted. */
    boolean backlog(String group) {
        return backlogged.contains(group) || admissions.limited(group);
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
        Optional<Row> next =
                admissions.limited(group) ? admissions.next(group) : room(group).next();
        if (next.isEmpty()) {
            backlogged.remove(group);
        }
        return next;
    }

    /** Writes what a decision changed: who waits, and how many attempts are out. */
    void follow(JobKey key, Optional<Job> before, Optional<Job> after) {
        // What has ended is told before what waits again.
        followAttempts(key.group(), before, after);
        followReady(key, before, after);
    }

    private void followReady(JobKey key, Optional<Job> before, Optional<Job> job) {
        List<ReadyShard> after = job.map(Job::ready).orElse(List.of());
        Set<ReadyShard> old = new HashSet<>(before.map(Job::ready).orElse(List.of()));
        if (old.isEmpty() && after.isEmpty()) {
            return;
        }
        GroupRoom room = room(key.group());
        for (ReadyShard shard : after) {
            if (!old.remove(shard)) {
                enqueue(room, new Row(key, shard));
            }
        }
        for (ReadyShard gone : old) {
            Row row = new Row(key, gone);
            room.dequeue(row);
            admissions.gone(row, out(job, gone));
        }
        admissions.fill(key.group());
    }

    private void enqueue(GroupRoom room, Row row) {
        room.enqueue(row);
        backlogged.add(row.key().group());
        admissions.waits(row);
    }

    private static boolean out(Optional<Job> job, ReadyShard shard) {
        return job.flatMap(each -> each.shard(shard.fire(), shard.shard()))
                .flatMap(Shard::attempt)
                .isPresent();
    }

    private void followAttempts(String group, Optional<Job> before, Optional<Job> after) {
        Map<Token, Out> old = out(before);
        Map<Token, Out> now = out(after);
        if (old.equals(now)) {
            return;
        }
        GroupRoom room = room(group);
        Map<Integer, Integer> open = new HashMap<>();
        old.forEach((token, out) -> {
            if (!now.containsKey(token)) {
                open.put(out.partition(), room.ended(out.partition()));
                admissions.ended(group, out.claim());
            }
        });
        now.forEach((token, out) -> {
            if (!old.containsKey(token)) {
                open.put(out.partition(), room.handedOut(out.partition()));
            }
        });
        open.forEach((partition, count) -> inFlight.put(group, partition, count));
    }

    /** Where an attempt went, and what it was admitted for. */
    private record Out(int partition, Claim claim) {}

    /** The attempts of a job that are out. */
    private static Map<Token, Out> out(Optional<Job> job) {
        if (job.isEmpty()) {
            return Map.of();
        }
        Map<Token, Out> out = new HashMap<>();
        for (Fire fire : job.get().fires()) {
            for (Shard shard : fire.shards()) {
                Claim claim = new Claim(job.get().id(), fire.number(), shard.index());
                shard.attempt().ifPresent(attempt -> out.put(attempt.token(), new Out(attempt.partition(), claim)));
            }
        }
        return out;
    }

    /** Drops a row that no job stands behind. */
    void drop(Row row) {
        room(row.key().group()).dequeue(row);
        admissions.gone(row, false);
    }

    /** Puts back the row of a waiting shard if it is not there; whether it was missing. */
    boolean repair(JobKey key, ReadyShard shard) {
        Row row = new Row(key, shard);
        if (ready.has(row)) {
            return false;
        }
        enqueue(room(key.group()), row);
        return true;
    }

    /** Lets the queue of a group be looked at: perhaps more may go. */
    void look(String group) {
        backlogged.add(group);
    }

    /** Attempts of a group that are out. */
    int open(String group) {
        return room(group).outstanding();
    }

    /**
     * Shards of a group that wait.
     *
     * @param behind how many rows may be read behind those in memory
     */
    Waiting waiting(String group, int behind) {
        return room(group).waiting(behind);
    }

    /** The first groups of which anything waits or is out, whose names come after another. */
    Set<String> groups(Optional<String> after, int most) {
        Set<String> groups = new TreeSet<>(ready.groups(after, most));
        groups.addAll(inFlight.groups(after, most));
        return groups;
    }

    InForce settings() {
        return settings;
    }

    Admissions admissions() {
        return admissions;
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
