/**
 * Runs the jobs of a node group: build an {@link io.duestream.executor.Executor} with a
 * {@link io.duestream.executor.JobRunner} for each type of job, start it, close it. Started runs are reported, results are
 * reported, offsets follow the acknowledged reports, so a crash repeats only what was started a moment before it.
 */
package io.duestream.executor;
