package io.duestream.executor;

/** A runner that has to be told when to stop, because an interrupted thread alone does not reach its work. */
public interface InterruptibleRunner extends JobRunner {
    /**
     * Called once, right after the thread of a run was interrupted: by the job's run timeout, by an operator or the
     * tracker, or by the executor's shutdown. It comes on a thread of its own, while {@link #run} may still be running or
     * has just returned. What it throws is logged.
     *
     * @param context of the run that has to stop
     */
    void interrupt(JobContext context);
}
