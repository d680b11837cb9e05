package io.duestream.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;

/** Where a bench runs. */
final class Environment {
    private Environment() {}

    static Map<String, Object> now() {
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("cores", Runtime.getRuntime().availableProcessors());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            environment.put("memoryMiB", system.getTotalMemorySize() >> 20);
            environment.put("loadAverageBefore", Math.round(system.getSystemLoadAverage() * 100) / 100.0);
        }
        environment.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        environment.put("jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        environment.put("kafka", AppInfoParser.getVersion());
        return environment;
    }
}
