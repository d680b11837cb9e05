package io.duestream.node;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the process uses.
 *
 * @param cpu share of all processors in use by the process, 0 to 1; empty where the system does not tell
 * @param heapUsed bytes, with what the next collection will free
 * @param heapMax bytes; -1 if there is no limit
 * @param afterGc after the last garbage collection; empty before the first one
 */
public record ProcessLoad(Optional<Double> cpu, long heapUsed, long heapMax, Optional<AfterGc> afterGc) {
    private static final Set<String> HEAP_POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());

    /**
     * What a garbage collection left.
     *
     * @param heapUsed bytes of heap in use when it ended
     * @param age how long ago that was
     */
    public record AfterGc(long heapUsed, Duration age) {}

    private static final long SAMPLE_NANOS = Duration.ofMillis(800).toNanos();

    private static Sample lastSample = new Sample(Optional.empty(), System.nanoTime() - SAMPLE_NANOS);

    private record Sample(Optional<Double> cpu, long nanos) {}

    /** The load now; the share of processors over the last second or so. */
    public static ProcessLoad now() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new ProcessLoad(cpuLoad(), heap.getUsed(), heap.getMax(), lastCollection());
    }

    /** The system measures since it was asked last, so two nodes of a process must not ask one after the other. */
    private static synchronized Optional<Double> cpuLoad() {
        long now = System.nanoTime();
        if (now - lastSample.nanos() >= SAMPLE_NANOS) {
            lastSample = new Sample(measureCpu(), now);
        }
        return lastSample.cpu();
    }

    private static Optional<Double> measureCpu() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            double load = system.getProcessCpuLoad();
            return load >= 0 && load <= 1 ? Optional.of(load) : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<AfterGc> lastCollection() {
        long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(GarbageCollectorMXBean.class::isInstance)
                .map(collector -> ((GarbageCollectorMXBean) collector).getLastGcInfo())
                .filter(info -> info != null)
                .max(Comparator.comparingLong(GcInfo::getEndTime))
                .map(info -> new AfterGc(heapAfter(info), Duration.ofMillis(Math.max(0, uptime - info.getEndTime()))));
    }

    private static long heapAfter(GcInfo info) {
        return info.getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> HEAP_POOLS.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }
}
