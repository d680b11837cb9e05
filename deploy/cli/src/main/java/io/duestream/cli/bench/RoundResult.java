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
 * @param otherLateness the same of jobs beside the counted ones that were due while those were at work
 * @param acceptedInTime whether all jobs were accepted before the time that is counted from
 * @param early runs that began before their due time
 * @param repeated ends of jobs that had ended
 * @param nodes what ran on each, of the jobs that were looked at
 * @param cpuMicros processor time of each process, in microseconds a job
 */
record RoundResult(
        double jobsPerSecond,
        double submissionsPerSecond,
        Histogram latency,
        Histogram lateness,
        Histogram otherLateness,
        boolean acceptedInTime,
        int early,
        int repeated,
        Map<String, NodeUse> nodes,
        Map<String, Double> cpuMicros) {
    RoundResult {
        nodes = Map.copyOf(nodes);
        cpuMicros = new LinkedHashMap<>(cpuMicros);
    }
}
