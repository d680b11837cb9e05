package io.duestream.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Resident memory of a process as Linux tells it.
 *
 * @param nowMiB at this moment
 * @param mostMiB the most since its start
 */
record Resident(double nowMiB, double mostMiB) {
    /** Both are 0 where the system does not tell. */
    static Resident of(RoleJvm process) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return new Resident(0, 0);
        }
        try {
            double now = 0;
            double most = 0;
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    now = mib(line);
                } else if (line.startsWith("VmHWM:")) {
                    most = mib(line);
                }
            }
            return new Resident(now, most);
        } catch (IOException endedMeanwhile) {
            return new Resident(0, 0);
        }
    }

    private static double mib(String line) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
    }
}
