package io.duestream.executor.node;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Optional;

/**
 * What the process uses.
 *
 * @param cpu share of all processors in use by the process, 0 to 1; empty where the system does not tell
 * @param heapUsed bytes
 * @param heapMax bytes; -1 if there is no limit
 */
public record ProcessLoad(Optional<Double> cpu, long heapUsed, long heapMax) {
    /** The load now. */
    public static ProcessLoad now() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new ProcessLoad(cpuLoad(), heap.getUsed(), heap.getMax());
    }

    private static Optional<Double> cpuLoad() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            double load = system.getProcessCpuLoad();
            return load >= 0 && load <= 1 ? Optional.of(load) : Optional.empty();
        }
        return Optional.empty();
    }
}
