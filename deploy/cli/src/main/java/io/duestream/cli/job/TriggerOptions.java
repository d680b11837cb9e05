package io.duestream.cli.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.duestream.cli.output.Problems;
import picocli.CommandLine.Option;

/** The options that say when a job fires. They become the same fields as in a file, so that both are read alike. */
final class TriggerOptions {
    @Option(names = "--at", paramLabel = "TIME", description = "Once, at a time such as 2027-03-14T06:30:00Z, or +10s.")
    private String at;

    @Option(
            names = "--cron",
            paramLabel = "EXPR",
            description = "By a cron expression: Quartz (6 or 7 fields) or Unix (5).")
    private String cron;

    @Option(names = "--zone", paramLabel = "ZONE", description = "Time zone of --cron; default UTC.")
    private String zone;

    @Option(names = "--every", paramLabel = "TIME", description = "At an interval such as 500ms or 10s.")
    private String every;

    @Option(names = "--count", paramLabel = "N", description = "How many times with --every; default for ever.")
    private String count;

    @Option(names = "--start-at", paramLabel = "TIME", description = "No fire of --cron or --every before.")
    private String startAt;

    @Option(names = "--end-at", paramLabel = "TIME", description = "No fire of --cron or --every after.")
    private String endAt;

    @Option(
            names = "--dst-gap",
            paramLabel = "P",
            description = "A time that a clock change leaves out: RUN_AFTER or SKIP.")
    private String dstGap;

    @Option(
            names = "--dst-overlap",
            paramLabel = "P",
            description = "A time that a clock change repeats: FIRST or BOTH.")
    private String dstOverlap;

    void addTo(ObjectNode job, Problems problems) {
        Fields.text(job, "at", at);
        if (cron != null) {
            ObjectNode trigger = job.putObject("cron");
            trigger.put("expression", cron);
            Fields.text(trigger, "zone", zone);
            Fields.text(trigger, "dstGap", dstGap);
            Fields.text(trigger, "dstOverlap", dstOverlap);
            bounds(trigger);
        } else if (zone != null || dstGap != null || dstOverlap != null) {
            problems.add("--zone, --dst-gap and --dst-overlap go with --cron");
        }
        if (every != null) {
            ObjectNode trigger = job.putObject("repeat");
            trigger.put("interval", every);
            Fields.number(trigger, "count", count);
            bounds(trigger);
        } else if (count != null) {
            problems.add("--count goes with --every");
        }
        if (cron == null && every == null && (startAt != null || endAt != null)) {
            problems.add("--start-at and --end-at go with --cron or --every");
        }
    }

    private void bounds(ObjectNode trigger) {
        Fields.text(trigger, "startAt", startAt);
        Fields.text(trigger, "endAt", endAt);
    }
}
