package io.duestream.executor;

/**
 * Does the work of one type of job.
 *
 * <p>One instance serves all threads of an executor, so it has to be thread-safe; give a {@link RunnerFactory} for one
 * instance a thread. A run may happen more than once: a crash repeats what was not yet reported, under the same
 * {@link JobContext#token()}.
 */
@FunctionalInterface
public interface JobRunner {
    /**
     * Runs one attempt of a job on the calling thread, which is interrupted when the run has to stop.
     *
     * @param context what to run
     * @return how it ended; null counts as {@link RunResult#success()}
     * @throws Exception anything: the attempt ends as {@code EXCEPTION} with message and stack trace and is retried by the
     *     job's policy
     */
    RunResult run(JobContext context) throws Exception;
}
