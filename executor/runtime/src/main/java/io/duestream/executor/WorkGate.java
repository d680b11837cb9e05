package io.duestream.executor;

import java.util.function.BooleanSupplier;

/** Whether this node takes work. Thread-safe. */
final class WorkGate implements BooleanSupplier {
    private final BooleanSupplier room;
    private volatile boolean draining;
    private volatile Hold hold = Hold.NONE;

    private record Hold(String reason, boolean handOver) {
        static final Hold NONE = new Hold("", false);
    }

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

    /**
     * From now on the node takes no new work for the time being, or takes it again.
     *
     * @param reason why; empty if it takes work
     * @param handOver whether what has not begun goes to the others
     */
    void hold(String reason, boolean handOver) {
        hold = new Hold(reason, handOver);
    }

    /** Why nothing is taken for the time being; empty if something is. */
    String heldBack() {
        return hold.reason();
    }

    boolean draining() {
        return draining;
    }

    /** Whether the node should be a member of its group: partitions of one that is not are served by the others. */
    boolean takesPartitions() {
        return !draining && !hold.handOver();
    }

    /** Whether another run may begin. */
    @Override
    public boolean getAsBoolean() {
        return !draining && hold.reason().isEmpty() && room.getAsBoolean();
    }
}
