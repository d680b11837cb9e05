package io.duestream.executor.node;

import io.duestream.node.ProcessLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a node has enough to do, from its load each second. Beginning takes a higher load than ending, and the
 * processor has to stay beyond the limit for a while, so that a node does not change its mind at each look. Pure, for one
 * thread.
 */
public final class LoadLimit {
    static final Duration CPU_FOR = Duration.ofSeconds(10);
    static final Duration CALM_FOR = Duration.ofSeconds(3);
    static final Duration HAND_OVER_AFTER = Duration.ofSeconds(10);
    static final Duration COLLECT_AFTER = Duration.ofSeconds(10);
    static final Duration COLLECT_AGAIN = Duration.ofSeconds(30);
    static final Duration EVIDENCE_FOR = Duration.ofSeconds(60);
    static final int CALM_BELOW = 10;

    private static final int OFF = 0;

    private final int cpuPercent;
    private final int memoryPercent;
    private Optional<Long> busySince = Optional.empty();
    private Optional<Long> calmSince = Optional.empty();
    private Optional<Long> heldSince = Optional.empty();
    private Optional<Long> askedAt = Optional.empty();
    private boolean cpuHeld;
    private boolean memoryHeld;
    private String cpuReason = "";
    private String memoryReason = "";

    /**
     * What follows from the load.
     *
     * @param heldBack why nothing is to be taken; empty if work is to be taken
     * @param handOver whether the others should have what has not begun here
     * @param collect whether a garbage collection should be asked for: without one nobody learns that memory is free
     *     again, and a node that takes nothing may not come to one by itself
     */
    public record Verdict(String heldBack, boolean handOver, boolean collect) {
        /** Work is taken. */
        public static final Verdict TAKE = new Verdict("", false, false);
    }

    /**
     * @param cpuPercent share of all processors, 1 to 100; 0 for no limit
     * @param memoryPercent share of the heap after a collection, 1 to 100; 0 for no limit
     */
    public LoadLimit(int cpuPercent, int memoryPercent) {
        this.cpuPercent = cpuPercent;
        this.memoryPercent = memoryPercent;
    }

    /**
     * Looks at the load.
     *
     * @param load now
     * @param nanos now, on a clock that only moves forward
     */
    public Verdict look(ProcessLoad load, long nanos) {
        lookAtCpu(load, nanos);
        lookAtMemory(load);
        if (!cpuHeld && !memoryHeld) {
            heldSince = Optional.empty();
            askedAt = Optional.empty();
            return Verdict.TAKE;
        }
        heldSince = Optional.of(heldSince.orElse(nanos));
        List<String> reasons = new ArrayList<>();
        if (cpuHeld) {
            reasons.add(cpuReason);
        }
        if (memoryHeld) {
            reasons.add(memoryReason);
        }
        return new Verdict(String.join("; ", reasons), lasts(heldSince, HAND_OVER_AFTER, nanos), collect(load, nanos));
    }

    private void lookAtCpu(ProcessLoad load, long nanos) {
        if (cpuPercent == OFF || load.cpu().isEmpty()) {
            cpuHeld = false;
            return;
        }
        double percent = 100 * load.cpu().get();
        busySince = percent >= cpuPercent ? Optional.of(busySince.orElse(nanos)) : Optional.empty();
        boolean calm = percent < Math.max(1, cpuPercent - CALM_BELOW);
        calmSince = calm ? Optional.of(calmSince.orElse(nanos)) : Optional.empty();
        if (!cpuHeld && lasts(busySince, CPU_FOR, nanos)) {
            cpuHeld = true;
            cpuReason = "the process uses %.0f %% of the processors; the limit is %d %%".formatted(percent, cpuPercent);
        } else if (cpuHeld && lasts(calmSince, CALM_FOR, nanos)) {
            cpuHeld = false;
        }
    }

    private void lookAtMemory(ProcessLoad load) {
        if (memoryPercent == OFF || load.afterGc().isEmpty() || load.heapMax() <= 0) {
            memoryHeld = false;
            return;
        }
        ProcessLoad.AfterGc after = load.afterGc().get();
        double percent = 100.0 * after.heapUsed() / load.heapMax();
        boolean recent = after.age().compareTo(EVIDENCE_FOR) <= 0;
        if (recent && percent >= memoryPercent) {
            memoryReason = memoryHeld
                    ? memoryReason
                    : "%.0f %% of the heap were in use after the last garbage collection; the limit is %d %%"
                            .formatted(percent, memoryPercent);
            memoryHeld = true;
        } else if (!recent || percent < Math.max(1, memoryPercent - CALM_BELOW)) {
            memoryHeld = false;
        }
    }

    private boolean collect(ProcessLoad load, long nanos) {
        boolean wanted = memoryHeld
                && load.afterGc()
                        .filter(after -> after.age().compareTo(COLLECT_AFTER) >= 0)
                        .isPresent()
                && askedAt.map(at -> nanos - at >= COLLECT_AGAIN.toNanos()).orElse(true);
        if (wanted) {
            askedAt = Optional.of(nanos);
        }
        return wanted;
    }

    private static boolean lasts(Optional<Long> since, Duration time, long nanos) {
        return since.filter(begin -> nanos - begin >= time.toNanos()).isPresent();
    }
}
