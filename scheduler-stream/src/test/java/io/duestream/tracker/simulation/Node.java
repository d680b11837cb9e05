package io.duestream.tracker.simulation;

import io.duestream.job.Result;
import io.duestream.record.JobFeedback;
import io.duestream.record.report.Finished;
import io.duestream.record.report.NotStarted;
import io.duestream.record.report.Report;
import io.duestream.record.report.Started;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An executor: takes dispatched attempts, runs them, reports. It may die, or stop for a while and come back as a zombie. */
final class Node {
    enum Life {
        LIVE,
        /** Suspended, with everything it holds. */
        STOPPED,
        DEAD
    }

    private record Assigned(long position, int generation) {}

    private record Run(Dispatched dispatch, int generation, long offset, long startedAt, long endsAt, boolean told) {}

    final String id;
    Life life = Life.LIVE;

    private final Group group;
    private final int threads;
    private final Map<Integer, Assigned> assigned = new TreeMap<>();
    private final List<Run> runs = new ArrayList<>();

    Node(String id, Group group, int threads) {
        this.id = id;
        this.group = group;
        this.threads = threads;
    }

    boolean member() {
        return life == Life.LIVE;
    }

    boolean owns(int partition) {
        return assigned.containsKey(partition);
    }

    void assign(int partition, long position, int generation) {
        assigned.put(partition, new Assigned(position, generation));
    }

    void keeps(int partition, int generation) {
        assign(partition, assigned.get(partition).position(), generation);
    }

    /** Running ones run on and report under their old generation. */
    void revoke(int partition) {
        assigned.remove(partition);
    }

    void die() {
        life = Life.DEAD;
        runs.clear();
    }

    /** Takes one record if there is one and a free thread. */
    boolean poll(World world) {
        if (life != Life.LIVE || runs.size() >= threads) {
            return false;
        }
        for (Map.Entry<Integer, Assigned> each : assigned.entrySet()) {
            int partition = each.getKey();
            Assigned at = each.getValue();
            if (at.position() < group.topic.get(partition).end()) {
                assign(partition, at.position() + 1, at.generation());
                Optional<Dispatched> record = group.read(partition, at.position());
                if (record.isPresent()) {
                    take(world, record.get(), at);
                } else {
                    group.acknowledged(this, partition, at.position());
                }
                return true;
            }
        }
        return false;
    }

    private void take(World world, Dispatched record, Assigned at) {
        boolean late = Instant.ofEpochMilli(world.time).isAfter(record.startBy());
        if (late || !world.calm && world.chance.oneIn(60)) {
            String reason = late ? "too late" : "the node is leaving";
            report(world, record, at.generation(), at.position(), new NotStarted(reason));
        } else {
            long length = world.calm ? 100 : world.runLength();
            runs.add(new Run(record, at.generation(), at.position(), world.time, world.time + length, false));
        }
    }

    /** Reports a start or an end of a run, if there is one to report. */
    boolean progress(World world) {
        if (life != Life.LIVE || runs.isEmpty()) {
            return false;
        }
        int from = world.chance.below(runs.size());
        for (int i = 0; i < runs.size(); i++) {
            if (progress(world, (from + i) % runs.size())) {
                return true;
            }
        }
        return false;
    }

    private boolean progress(World world, int index) {
        Run run = runs.get(index);
        boolean over = run.endsAt() <= world.time;
        // A run that is over by the next flush may be reported by its end alone.
        boolean tells = !run.told() && !group.plain && (!over || world.chance.oneIn(2));
        if (over && !tells) {
            runs.remove(index);
            finish(world, run);
            return true;
        }
        if (tells) {
            Run told = new Run(run.dispatch(), run.generation(), run.offset(), run.startedAt(), run.endsAt(), true);
            runs.set(index, told);
            report(world, run, new Started(Instant.ofEpochMilli(run.startedAt())));
            if (world.kills(run.dispatch().key())) {
                world.killed(this, group);
            }
            return true;
        }
        return false;
    }

    private void finish(World world, Run run) {
        Result result = world.calm ? Result.SUCCESS : world.result();
        report(
                world,
                run,
                new Finished(
                        result,
                        "",
                        "",
                        Optional.of(Instant.ofEpochMilli(run.startedAt())),
                        Optional.of(Instant.ofEpochMilli(world.time))));
    }

    private void report(World world, Run run, Report body) {
        report(world, run.dispatch(), run.generation(), run.offset(), body);
    }

    private void report(World world, Dispatched record, int generation, long offset, Report body) {
        JobFeedback feedback = new JobFeedback(
                record.key().group(),
                record.key().taskId(),
                Optional.of(record.jobId()),
                record.fire(),
                record.shard(),
                Optional.of(record.token()),
                generation,
                id,
                Optional.empty(),
                body);
        world.wire.send(new Wire.Message(feedback, this, record.partition(), offset));
    }

    /** When the next of its runs ends. */
    Optional<Long> nextEnd() {
        return life == Life.LIVE ? runs.stream().map(Run::endsAt).min(Long::compare) : Optional.empty();
    }
}
