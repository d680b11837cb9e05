package io.duestream.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.history.JobHistory;
import io.duestream.job.Phase;
import io.duestream.record.event.FireEnd;
import java.util.EnumMap;
import java.util.Map;

/** Sums over jobs. Not thread-safe. */
final class JobCounts {
    private final Map<Phase, Long> phases = new EnumMap<>(Phase.class);
    private final Map<FireEnd, Long> ends = new EnumMap<>(FireEnd.class);
    private long jobs;
    private long opened;
    private long open;
    private long skipped;
    private long endedTwice;
    private long attempts;
    private long retries;
    private long repeated;
    private long ignored;
    private long duplicates;

    void add(JobHistory job) {
        jobs++;
        phases.merge(job.phase(), 1L, Long::sum);
        job.firesByEnd().forEach((end, count) -> ends.merge(end, count, Long::sum));
        opened += job.opened();
        open += job.openFires().size();
        skipped += job.skipped();
        endedTwice += job.endedTwice();
        attempts += job.dispatched();
        retries += job.retries();
        repeated += job.repeated();
        ignored += job.resultsIgnored();
        duplicates += job.duplicates();
    }

    void putInto(ObjectNode node) {
        node.put("jobs", jobs);
        ObjectNode byPhase = node.putObject("jobsByPhase");
        phases.forEach((phase, count) -> byPhase.put(phase.name(), count));
        node.put("fires", opened);
        ObjectNode byEnd = node.putObject("firesByEnd");
        ends.forEach((end, count) -> byEnd.put(end.name(), count));
        node.put("firesOpen", open);
        node.put("firesSkipped", skipped);
        node.put("firesWithMoreThanOneTerminalEvent", endedTwice);
        node.put("attempts", attempts);
        node.put("retries", retries);
        node.put("runsRepeated", repeated);
        node.put("resultsIgnored", ignored);
        node.put("duplicatesIgnored", duplicates);
    }

    String words() {
        return jobs + " jobs " + phases + ", " + opened + " fires " + ends + ", " + open + " open, " + skipped
                + " skipped, " + attempts + " attempts, " + repeated + " runs repeated"
                + (endedTwice == 0 ? "" : ", " + endedTwice + " FIRES ENDED MORE THAN ONCE");
    }
}
