package io.duestream.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.history.FireHistory;
import io.duestream.cli.history.JobHistories;
import io.duestream.cli.history.JobHistory;
import io.duestream.cli.output.JsonOutput;
import io.duestream.record.event.AttemptEnd;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Jobs as data. */
final class JobJson {
    private JobJson() {}

    /** Counts of all jobs, and some of the jobs. */
    static ObjectNode list(JobHistories histories, JobCounts counts, List<JobHistory> shown) {
        ObjectNode node = JsonOutput.object();
        time(node, "completeSince", histories.since());
        counts.putInto(node);
        node.put("submissionsRejected", histories.rejected());
        var list = node.putArray("jobList");
        shown.forEach(each -> list.add(summary(each)));
        return node;
    }

    private static ObjectNode summary(JobHistory job) {
        ObjectNode node = JsonOutput.object();
        node.put("key", job.key().toString());
        node.put("jobId", job.id().toString());
        node.put("phase", job.phase().name());
        job.end().ifPresent(end -> node.put("end", end.name()));
        time(node, "acceptedAt", job.acceptedAt());
        time(node, "endedAt", job.endedAt());
        time(node, "wakeAt", job.wakeAt());
        job.definition().ifPresent(each -> node.put("type", each.type()));
        node.put("version", job.version());
        node.put("fires", job.opened());
        ObjectNode ends = node.putObject("firesByEnd");
        new TreeMap<>(job.firesByEnd()).forEach((end, count) -> ends.put(end.name(), count));
        node.put("firesOpen", job.openFires().size());
        node.put("firesSkipped", job.skipped());
        node.put("attempts", job.dispatched());
        node.put("retries", job.retries());
        node.put("runsRepeated", job.repeated());
        return node;
    }

    static ObjectNode detail(JobHistory job) {
        ObjectNode node = summary(job);
        job.definition().ifPresent(each -> node.set("definition", JsonOutput.of(each)));
        var fires = node.putArray("lastFires");
        job.lastFires().forEach(fire -> fires.add(fire(fire)));
        return node;
    }

    private static ObjectNode fire(FireHistory fire) {
        ObjectNode node = JsonOutput.object();
        node.put("fire", fire.number());
        time(node, "dueAt", fire.opened().map(each -> each.dueAt()));
        time(node, "openedAt", fire.opened().map(each -> each.openedAt()));
        time(node, "firstStartedAt", fire.firstStartedAt());
        fire.ended().ifPresent(ended -> {
            node.put("end", ended.end().name());
            node.put("endedAt", ended.endedAt().toString());
            node.put("reason", ended.reason());
            node.put("shardsFailed", ended.shardsFailed());
        });
        node.put("attempts", fire.dispatched());
        ObjectNode ends = node.putObject("attemptsByEnd");
        for (AttemptEnd end : AttemptEnd.values()) {
            if (fire.attempts(end) > 0) {
                ends.put(end.name(), fire.attempts(end));
            }
        }
        node.put("message", fire.lastMessage());
        return node;
    }

    private static void time(ObjectNode node, String name, Optional<Instant> at) {
        at.ifPresent(each -> node.put(name, each.toString()));
    }
}
