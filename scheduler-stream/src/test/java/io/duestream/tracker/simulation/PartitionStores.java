package io.duestream.tracker.simulation;

import io.duestream.job.JobKey;
import io.duestream.job.Token;
import io.duestream.tracker.core.Fire;
import io.duestream.tracker.core.ReadyShard;
import io.duestream.tracker.core.Shard;
import io.duestream.tracker.core.ShardState;
import io.duestream.tracker.core.StoredJob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The state of one partition, kept as the tracker keeps it: jobs, and indexes that are derived from them. */
final class PartitionStores {
    final Rows<String, StoredJob> jobs;
    final Rows<TimerRow, JobKey> timers;
    final Rows<Waiting, Boolean> ready;
    final Rows<RunningRow, Token> running;
    /** By group and dispatch partition. */
    final Rows<Key, Integer> inFlight;

    final Rows<String, Boolean> submissions;
    /** By topic: the offset that is read next. */
    final Rows<String, Long> positions;

    PartitionStores(Undo undo) {
        this.jobs = new Rows<>(undo);
        this.timers = new Rows<>(undo);
        this.ready = new Rows<>(undo);
        this.running = new Rows<>(undo);
        this.inFlight = new Rows<>(undo);
        this.submissions = new Rows<>(undo);
        this.positions = new Rows<>(undo);
    }

    /** Writes what changed of a job; either row may be null. */
    void replace(JobKey key, StoredJob before, StoredJob after, Room room, Rules rules) {
        if (before != null) {
            before.wakeAt().ifPresent(at -> timers.remove(TimerRow.of(at, key)));
        }
        if (after != null) {
            jobs.put(key.toString(), after);
            after.wakeAt().ifPresent(at -> timers.put(TimerRow.of(at, key), key));
        } else {
            jobs.remove(key.toString());
        }
        replaceReady(key, ready(before, rules), ready(after, rules), room);
        replaceAttempts(key, attempts(key, before), attempts(key, after), room);
    }

    private static List<ReadyShard> ready(StoredJob stored, Rules rules) {
        return stored == null ? List.of() : rules.ready(stored.job());
    }

    private void replaceReady(JobKey key, List<ReadyShard> before, List<ReadyShard> after, Room room) {
        for (ReadyShard shard : before) {
            if (!after.contains(shard)) {
                ready.remove(new Waiting(key, shard));
                room.dequeue(new Waiting(key, shard));
            }
        }
        for (ReadyShard shard : after) {
            if (!before.contains(shard)) {
                ready.put(new Waiting(key, shard), true);
                room.enqueue(new Waiting(key, shard));
            }
        }
    }

    private record Out(Token token, int partition, Optional<RunningRow> running) {}

    private static List<Out> attempts(JobKey key, StoredJob stored) {
        List<Out> out = new ArrayList<>();
        if (stored != null) {
            for (Fire fire : stored.job().fires()) {
                for (Shard shard : fire.shards()) {
                    shard.attempt().ifPresent(attempt -> {
                        RunningRow row = new RunningRow(attempt.node(), key, fire.number(), shard.index());
                        boolean runs = shard.state() == ShardState.RUNNING;
                        out.add(new Out(
                                attempt.token(), attempt.partition(), runs ? Optional.of(row) : Optional.empty()));
                    });
                }
            }
        }
        return out;
    }

    private void replaceAttempts(JobKey key, List<Out> before, List<Out> after, Room room) {
        Set<Token> old = new HashSet<>();
        Set<Token> now = new HashSet<>();
        before.forEach(each -> old.add(each.token()));
        after.forEach(each -> now.add(each.token()));
        for (Out each : before) {
            each.running().ifPresent(running::remove);
            if (!now.contains(each.token())) {
                count(key.group(), each.partition(), -1);
                room.ended(each.partition());
            }
        }
        for (Out each : after) {
            each.running().ifPresent(row -> running.put(row, each.token()));
            if (!old.contains(each.token())) {
                count(key.group(), each.partition(), 1);
                room.handedOut(each.partition());
            }
        }
    }

    private void count(String group, int partition, int change) {
        Key place = new Key(group, partition, 0);
        int count = inFlight.get(place, 0) + change;
        if (count == 0) {
            inFlight.remove(place);
        } else {
            inFlight.put(place, count);
        }
    }
}
