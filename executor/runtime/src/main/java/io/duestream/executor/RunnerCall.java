package io.duestream.executor;

import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a runner; whatever it does comes out as an ending. */
final class RunnerCall {
    private static final Logger LOG = LoggerFactory.getLogger(RunnerCall.class);

    private RunnerCall() {}

    /** Calls the runner on this thread. {@code interruption} tells why the run was interrupted, if it was. */
    static RunEnding call(JobRunner runner, JobContext context, Supplier<Optional<Interruption>> interruption) {
        try {
            return RunEnding.returned(runner.run(context));
        } catch (Exception e) {
            return RunEnding.thrown(e, interruption.get());
        } catch (Error e) {
            // A runner's broken classes or deep recursion must not cost the node a worker; a process out of memory is
            // for its owner to end (-XX:+ExitOnOutOfMemoryError), who finds it here.
            LOG.error("the runner of {} threw an error; its run ends as EXCEPTION", context, e);
            return RunEnding.thrown(e, interruption.get());
        }
    }
}
