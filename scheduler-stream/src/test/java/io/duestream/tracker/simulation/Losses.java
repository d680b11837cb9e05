package io.duestream.tracker.simulation;

import io.duestream.job.JobKey;
import io.duestream.record.command.NoticeKind;
import io.duestream.record.command.TrackerNotice;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Tells a partition every ten seconds of nodes that are gone while it believes that something runs there. */
final class Losses {
    private static final long AGAIN = 10_000;

    private record Notice(int partition, String node) {}

    private final World world;
    private final Map<Notice, Long> lastTold = new HashMap<>();

    Losses(World world) {
        this.world = world;
    }

    boolean tell() {
        boolean any = false;
        for (Partition partition : world.partitions) {
            for (String node : lost(partition)) {
                Notice told = new Notice(partition.number, node);
                if (lastTold.getOrDefault(told, 0L) + AGAIN <= world.time) {
                    lastTold.put(told, world.time);
                    TrackerNotice notice = new TrackerNotice(NoticeKind.NODE_LOST, node, Optional.empty());
                    partition.commands.append(new Told(new JobKey("~notice", "node/" + node), notice));
                    any = true;
                }
            }
        }
        return any;
    }

    /** When a notice is due next, if one is. */
    Optional<Long> next() {
        Optional<Long> next = Optional.empty();
        for (Partition partition : world.partitions) {
            for (String node : lost(partition)) {
                long at = lastTold.getOrDefault(new Notice(partition.number, node), 0L) + AGAIN;
                next = Optional.of(Math.min(at, next.orElse(at)));
            }
        }
        return next;
    }

    private Set<String> lost(Partition partition) {
        Set<String> live = new HashSet<>();
        world.nodes().stream().filter(Node::member).forEach(node -> live.add(node.id));
        Set<String> lost = new TreeSet<>();
        partition.stores.running.keys().stream()
                .map(RunningRow::node)
                .filter(node -> !live.contains(node))
                .forEach(lost::add);
        return lost;
    }
}
