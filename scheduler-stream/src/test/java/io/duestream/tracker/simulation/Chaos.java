package io.duestream.tracker.simulation;

import io.duestream.job.JobKey;
import io.duestream.tracker.core.StoredJob;
import java.util.List;

/** Everything that can go wrong around the tracker. */
final class Chaos {
    private static final long HOUR = 3_600_000;

    private final World world;
    private final Chance chance;

    Chaos(World world) {
        this.world = world;
        this.chance = world.chance;
    }

    /** One fault. Whether there was one to make. */
    boolean strike() {
        return switch (chance.below(20)) {
            case 0, 1, 2, 3 -> crash();
            case 4, 5, 6 -> kill();
            case 7, 8 -> stop();
            case 9, 10, 11, 12, 13 -> comeBack();
            case 14, 15 -> rebalance();
            case 16 -> clock();
            case 17 -> registration();
            case 18 -> loseDispatches();
            default -> walk();
        };
    }

    private boolean crash() {
        chance.of(world.partitions).crash();
        return true;
    }

    private boolean kill() {
        Group group = group();
        List<Node> there =
                group.nodes.stream().filter(node -> node.life != Node.Life.DEAD).toList();
        if (there.isEmpty()) {
            return false;
        }
        Node node = chance.of(there);
        node.die();
        world.wire.died(node, chance);
        if (chance.oneIn(2)) {
            group.rebalance(chance);
        }
        return true;
    }

    private boolean stop() {
        Group group = group();
        List<Node> live = group.nodes.stream().filter(Node::member).toList();
        if (live.isEmpty()) {
            return false;
        }
        chance.of(live).life = Node.Life.STOPPED;
        if (chance.oneIn(2)) {
            group.rebalance(chance);
        }
        return true;
    }

    /** A suspended node goes on where it stopped, or a new one takes the place of a dead one. */
    private boolean comeBack() {
        Group group = group();
        for (Node node : group.nodes) {
            if (node.life == Node.Life.STOPPED) {
                node.life = Node.Life.LIVE;
                group.rebalance(chance);
                return true;
            }
        }
        if (group.nodes.stream().filter(Node::member).count() >= 3) {
            return false;
        }
        // A dead node that owns nothing is known to nobody any more.
        world.join(group);
        group.rebalance(chance);
        group.nodes.removeIf(node -> node.life == Node.Life.DEAD);
        return true;
    }

    private boolean rebalance() {
        group().rebalance(chance);
        return true;
    }

    private boolean clock() {
        Partition partition = chance.of(world.partitions);
        long ahead = chance.oneIn(4) ? chance.between(-HOUR, HOUR) : chance.between(-90_000, 90_000);
        partition.setClock(ahead);
        return true;
    }

    private boolean registration() {
        Group group = group();
        group.registered = chance.oneIn(2);
        group.limit = 1 + chance.below(3);
        return true;
    }

    private boolean loseDispatches() {
        Group group = group();
        return chance.oneIn(6) && group.loseTo(chance.below(group.topic.size()));
    }

    private boolean walk() {
        JobKey key = chance.of(world.keys);
        StoredJob job = world.job(key);
        return job != null && world.owner(key).walk(key, job.job());
    }

    private Group group() {
        return chance.of(List.copyOf(world.groups.values()));
    }
}
