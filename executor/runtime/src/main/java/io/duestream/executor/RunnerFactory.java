package io.duestream.executor;

/** Makes a runner for each worker thread that meets the type. */
@FunctionalInterface
public interface RunnerFactory {
    /**
     * A new runner, used by the calling thread alone.
     *
     * @throws Exception anything: the attempt that needed the runner ends as {@code EXCEPTION}, the next one tries again
     */
    JobRunner create() throws Exception;
}
