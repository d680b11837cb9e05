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
import java.util.stream.Stream;

/** An executor: takes dispatched attempts, runs them, reports. It may die, or stop for a while and come back as a zombie. */
final class Node {
    enum Life {
        LIVE,
        /** Suspended, with everything it holds. */
        STOPPED,
        DEAD
    }

    private record Assigned(long position, int generation) {}

    private record Run(Dispatched dispatch, int generation, long offset, long startedAt, long endsAt, boolean told) {
        Run saidToRun() {
            return new Run(dispatch, generation, offset, startedAt, endsAt, true);
        }
    }

    final String id;
    Life life = Life.LIVE;

    private final Group group;
    private final int threads;
    private final Map<Integer, Assigned> assigned = new TreeMap<>();
    private final List<Run> runs = new ArrayList<>();
    private final Loner loner = new Loner();

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
        loner.left();
    }

    /** Takes one record if there is one and a free thread. */
    boolean poll(World world) {
        if (life != Life.LIVE || runs.size() >= threads || world.rules.heedsAlone() && heldBack(world)) {
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

    /** Whether something is alone here, or waits until nothing runs. */
    private boolean heldBack(World world) {
        if (loner.held()) {
            return true;
        }
        Optional<Dispatched> asking = assigned.entrySet().stream()
                .flatMap(each -> head(each.getKey(), each.getValue()).stream())
                .filter(record -> record.alone().isPresent())
                .findFirst();
        return loner.waits(asking, runs.isEmpty(), world.time);
    }

    private Optional<Dispatched> head(int partition, Assigned at) {
        return at.position() < group.topic.get(partition).end()
                ? group.read(partition, at.position())
                : Optional.empty();
    }

    private void take(World world, Dispatched record, Assigned at) {
        boolean late = Instant.ofEpochMilli(world.time).isAfter(record.startBy());
        if (late || !world.calm && world.chance.oneIn(60)) {
            String reason = late ? "too late" : "the node is leaving";
            report(world, record, at.generation(), at.position(), new NotStarted(reason));
        } else {
            long length = world.calm ? 100 : world.runLength();
            Run run = new Run(record, at.generation(), at.position(), world.time, world.time + length, false);
            if (record.alone().isPresent() && (runs.isEmpty() || !world.rules.heedsAlone())) {
                loner.begins(record, at.generation(), world.time);
            }
            runs.add(run);
            if (runs.size() > 1) {
                runs.forEach(each -> world.company.add(this, each.dispatch().token()));
            }
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
            loner.ends(run.dispatch());
            finish(world, run);
            return true;
        }
        if (tells) {
            runs.set(index, run.saidToRun());
            report(world, run, started(run, loner.alone(run.dispatch(), run.generation())));
        } else if (run.told() && loner.enough(run.dispatch(), run.generation(), world.time)) {
            report(world, run, started(run, false));
        } else if (!run.told() || !world.kills(run.dispatch().key(), run.startedAt())) {
            return false;
        }
        if (world.kills(run.dispatch().key(), run.startedAt())) {
            world.killed(this, group);
        }
        return true;
    }

    private static Started started(Run run, boolean alone) {
        return new Started(Instant.ofEpochMilli(run.startedAt()), alone);
    }

    /** The brokers have a report of this node. */
    void acknowledged(JobFeedback feedback) {
        if (feedback.body() instanceof Started started && !started.alone()) {
            feedback.token().ifPresent(loner::accompanied);
        }
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

    /** When the next of its runs ends, or what is alone or waits for it has done so for long enough. */
    Optional<Long> nextEnd(long now) {
        return life == Life.LIVE
                ? Stream.concat(runs.stream().map(Run::endsAt), loner.next(now).stream())
                        .min(Long::compare)
                : Optional.empty();
    }
}
