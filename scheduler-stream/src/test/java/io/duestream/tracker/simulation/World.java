package io.duestream.tracker.simulation;

import io.duestream.job.JobKey;
import io.duestream.job.Result;
import io.duestream.record.command.Command;
import io.duestream.tracker.core.StoredJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The cluster: clock, logs, partitions, groups, nodes. Everything in it is moved by {@link Simulation}, nothing by itself. */
final class World {
    /** A Tuesday without a leap or a clock change. */
    private static final long START = 1_700_000_000_000L;

    private static final int MOST_PARTITIONS = 2;
    private static final int TASKS = 4;

    final Chance chance;
    final Rules rules;
    final Findings findings = new Findings();
    final Seen seen = new Seen();
    final Wire wire = new Wire();
    final Map<String, Group> groups = new TreeMap<>();
    final List<Partition> partitions = new ArrayList<>();
    final List<JobKey> keys = new ArrayList<>();
    /** Real time, which only moves forward; the clocks of trackers may differ. */
    long time = START;
    /** Whether faults and failures have stopped. */
    boolean calm;

    /** Whether jobs are also kept as bytes. */
    final boolean encodes;

    private final boolean productionRoom;
    /** Which runs had company. */
    final Company company = new Company();

    private final Optional<JobKey> killer;
    private final long killsAfter;
    private int nodesMade;

    World(long seed, Rules rules) {
        this.chance = new Chance(seed);
        this.rules = rules;
        this.productionRoom = chance.oneIn(3);
        this.encodes = chance.oneIn(4);
        for (String name : List.of("mail", "pdf", "plain")) {
            Group group = new Group(name, 1 + chance.below(3), 1 + chance.below(2), name.equals("plain"));
            groups.put(name, group);
            for (int i = 0; i < TASKS; i++) {
                keys.add(new JobKey(name, "task" + i));
            }
            int nodes = 1 + chance.below(3);
            for (int i = 0; i < nodes; i++) {
                join(group);
            }
            group.rebalance(chance);
        }
        this.killer = chance.oneIn(3) ? Optional.of(chance.of(keys)) : Optional.empty();
        this.killsAfter = chance.oneIn(2) ? 0 : 10_000;
        int count = 1 + chance.below(MOST_PARTITIONS);
        for (int i = 0; i < count; i++) {
            partitions.add(new Partition(i, this, findings));
        }
    }

    void join(Group group) {
        nodesMade++;
        group.nodes.add(new Node("node" + nodesMade, group, 1 + chance.below(3)));
    }

    /** Whether a run of the job that began then ends the process that runs it. */
    boolean kills(JobKey key, long startedAt) {
        return !calm && killer.filter(key::equals).isPresent() && startedAt + killsAfter <= time;
    }

    /** A node ends; another takes its place at once. */
    void killed(Node node, Group group) {
        node.die();
        wire.died(node, chance);
        join(group);
        group.rebalance(chance);
        group.nodes.removeIf(each -> each.life == Node.Life.DEAD);
    }

    /** The room of a group: as the tracker computes it, or, with limits so low that much waits, as the design words it. */
    Room room(Group group, PartitionStores stores) {
        return productionRoom
                ? new TrackerRoom(group, stores, MOST_PARTITIONS)
                : new ModelRoom(group.name, stores, rules, group.topic.size());
    }

    /** The partition that owns a job key. */
    Partition owner(JobKey key) {
        return partitions.get(keys.indexOf(key) % partitions.size());
    }

    void command(JobKey key, Command command) {
        owner(key).commands.append(new Told(key, command));
    }

    /** Writes a dispatch record where executors see it. */
    void dispatch(Dispatched record) {
        groups.get(record.key().group()).topic.get(record.partition()).append(record);
    }

    List<Node> nodes() {
        return groups.values().stream().flatMap(group -> group.nodes.stream()).toList();
    }

    /** Delivers one report. */
    boolean deliver() {
        var message = wire.arrive(chance, calm);
        message.ifPresent(arrived -> {
            JobKey key = arrived.feedback().key();
            owner(key).feedback.append(arrived.feedback());
            groups.get(key.group()).acknowledged(arrived.from(), arrived.partition(), arrived.offset());
            arrived.from().acknowledged(arrived.feedback());
        });
        return message.isPresent();
    }

    /** The job that lives under a key, or null. */
    StoredJob job(JobKey key) {
        return owner(key).stores.jobs.get(key.toString());
    }

    long runLength() {
        return chance.oneIn(30)
                ? chance.between(60_000, 900_000)
                : chance.oneIn(2) ? chance.between(0, 200) : chance.between(200, 20_000);
    }

    Result result() {
        int die = chance.below(20);
        return die < 12 ? Result.SUCCESS : die < 13 ? Result.FAILED : die < 16 ? Result.LATER : Result.EXCEPTION;
    }
}
