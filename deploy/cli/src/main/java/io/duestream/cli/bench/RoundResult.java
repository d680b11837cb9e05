package io.duestream.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one round showed.
 *
 * @param jobsPerSecond from the first submission until the end of the last job was read, committed
 * @param submissionsPerSecond from the first submission until the last was acknowledged
 * @param latency from when a job could run to the start of its run, in microseconds
 * @param lateness from the due time to the start of the run, in microseconds
 * @param otherLateness the same of jobs that went on beside the counted ones
 * @param early runs that began before their due time
 * @param repeated ends of jobs that had ended
 * @param nodes how many of the jobs that were looked at ran on each node
 * @param cpuMicros processor time of each process, in microseconds a job
 */
record RoundResult(
        double jobsPerSecond,
        double submissionsPerSecond,
        Histogram latency,
        Histogram lateness,
        Histogram otherLateness,
        int early,
        int repeated,
        Map<String, Integer> nodes,
        Map<String, Double> cpuMicros) {
    RoundResult {
        nodes = Map.copyOf(nodes);
        cpuMicros = new LinkedHashMap<>(cpuMicros);
    }
}
