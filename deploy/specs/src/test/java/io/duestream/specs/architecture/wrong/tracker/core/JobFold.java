package io.duestream.specs.architecture.wrong.tracker.core;

/** May change a job. */
public final class JobFold {
    private JobFold() {}

    public static Job open(Job job) {
        return job.withFires(job.fires() + 1);
    }
}
