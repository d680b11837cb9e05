package io.duestream.executor;

/**
 * When an executor takes no new work because its process has enough to do already. Runs under way are left alone; what has
 * not begun runs on the others of the group, if it lasts.
 *
 * <p>The processor counts when the process has used that share of all processors for ten seconds on end. Memory counts as
 * the last garbage collection left it: what is in use before a collection is mostly garbage.
 *
 * @param cpuPercent share of all processors from which on nothing is taken, 1 to 100; {@link #NO_LIMIT} for none
 * @param memoryPercent share of the largest heap from which on nothing is taken, 1 to 100; {@link #NO_LIMIT} for none
 */
public record Guard(int cpuPercent, int memoryPercent) {
    /** Instead of a share: it does not count. */
    public static final int NO_LIMIT = 0;

    /** Share of processors and of memory where nothing else is said. */
    public static final int DEFAULT_PERCENT = 90;

    /** 90 % of the processors, 90 % of the heap. */
    public static final Guard DEFAULT = new Guard(DEFAULT_PERCENT, DEFAULT_PERCENT);

    /** Work is taken whatever the load. */
    public static final Guard OFF = new Guard(NO_LIMIT, NO_LIMIT);

    /**
     * Refuses shares that are none.
     *
     * @throws IllegalArgumentException if a share is not 0 to 100
     */
    public Guard {
        require("cpuPercent", cpuPercent);
        require("memoryPercent", memoryPercent);
    }

    private static void require(String name, int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException(
                    name + " is " + percent + "; expected 1 to 100, or " + NO_LIMIT + " for no limit");
        }
    }
}
