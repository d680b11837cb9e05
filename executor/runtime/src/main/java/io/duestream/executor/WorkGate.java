package io.duestream.executor;

import java.util.function.BooleanSupplier;

/** Whether this node takes work. Thread-safe. */
final class WorkGate implements BooleanSupplier {
    private final BooleanSupplier room;
    private volatile boolean draining;

    /**
     * @param room whether there is room for what another run will have to report
     */
    WorkGate(BooleanSupplier room) {
        this.room = room;
    }

    /** From now on the node takes no new work, or takes it again. */
    void drain(boolean drain) {
        draining = drain;
    }

    boolean draining() {
        return draining;
    }

    /** Whether the node should be a member of its group: partitions of one that is not are served by the others. */
    boolean takesPartitions() {
        return !draining;
    }

    /** Whether another run may begin. */
    @Override
    public boolean getAsBoolean() {
        return !draining && room.getAsBoolean();
    }
}
