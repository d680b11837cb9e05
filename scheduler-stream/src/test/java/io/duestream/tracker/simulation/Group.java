package io.duestream.tracker.simulation;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** A node group: its dispatch topic, its consumer group, its executors. */
final class Group {
    final String name;
    /** Partitions of the dispatch topic; an entry is empty when retention took the record. */
    final List<Log<Dispatched>> topic = new ArrayList<>();

    final List<Node> nodes = new ArrayList<>();
    /** Executors that send neither Started nor a generation: plain consumers. */
    final boolean plain;

    boolean registered = true;
    int limit;

    private final List<BitSet> reported = new ArrayList<>();
    private final List<BitSet> gone = new ArrayList<>();
    private int generation;

    Group(String name, int partitions, int limit, boolean plain) {
        this.name = name;
        this.limit = limit;
        this.plain = plain;
        for (int i = 0; i < partitions; i++) {
            topic.add(new Log<>());
            reported.add(new BitSet());
            gone.add(new BitSet());
        }
    }

    /** The record at a position, unless retention took it. */
    Optional<Dispatched> read(int partition, long offset) {
        return gone.get(partition).get((int) offset)
                ? Optional.empty()
                : Optional.of(topic.get(partition).get(offset));
    }

    /** Retention takes what nobody has committed yet. */
    boolean loseTo(int partition) {
        long end = topic.get(partition).end();
        long from = committed(partition);
        gone.get(partition).set((int) from, (int) end);
        return end > from;
    }

    /** An executor knows its report acknowledged; only the owner of a partition can commit. */
    void acknowledged(Node node, int partition, long offset) {
        if (node.owns(partition)) {
            reported.get(partition).set((int) offset);
        }
    }

    private long committed(int partition) {
        return reported.get(partition).nextClearBit(0);
    }

    /** Hands the partitions to the members that are there; what was not committed is delivered again. */
    void rebalance(Chance chance) {
        generation++;
        List<Node> members = nodes.stream().filter(Node::member).toList();
        for (int i = 0; i < topic.size(); i++) {
            int partition = i;
            Optional<Node> owner =
                    nodes.stream().filter(node -> node.owns(partition)).findFirst();
            boolean keeps = owner.filter(Node::member).isPresent() && chance.oneIn(2);
            if (keeps) {
                owner.get().keeps(partition, plain ? 0 : generation);
                continue;
            }
            owner.ifPresent(node -> node.revoke(partition));
            long from = committed(partition);
            reported.get(partition).clear((int) from, Integer.MAX_VALUE);
            if (!members.isEmpty()) {
                chance.of(members).assign(partition, from, plain ? 0 : generation);
            }
        }
    }
}
