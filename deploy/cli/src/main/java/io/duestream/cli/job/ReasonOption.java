package io.duestream.cli.job;

import io.duestream.cli.output.Problems;
import io.duestream.job.JobRules;
import picocli.CommandLine.Option;

/** Why somebody steers a job. */
final class ReasonOption {
    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "For whoever looks at the job later.")
    private String reason;

    String checked(Problems problems) {
        problems.addAll(JobRules.reasonProblems(reason));
        return reason;
    }
}
