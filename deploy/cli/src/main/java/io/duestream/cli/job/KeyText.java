package io.duestream.cli.job;

import io.duestream.cli.output.Problems;
import io.duestream.job.JobKey;
import io.duestream.job.JobRules;
import io.duestream.job.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads a job key of the command line. */
final class KeyText {
    private KeyText() {}

    /** The key; empty if there is something wrong with it, which is added to the problems. */
    static Optional<JobKey> read(Supplier<JobKey> text, Problems problems) {
        return problems.read(text).filter(key -> {
            List<Problem> broken = JobRules.keyProblems(key);
            problems.addAll(broken);
            return broken.isEmpty();
        });
    }
}
