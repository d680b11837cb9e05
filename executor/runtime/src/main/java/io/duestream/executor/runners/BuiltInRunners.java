package io.duestream.executor.runners;

import io.duestream.executor.JobRunner;
import java.util.Map;

/** The built-in runners by name. */
public final class BuiltInRunners {
    private static final Map<String, JobRunner> BY_NAME =
            Map.of("noop", new NoopRunner(), "sleep", new SleepRunner(), "log", new LogRunner());

    private BuiltInRunners() {}

    /** {@code noop}, {@code sleep} and {@code log}; all are thread-safe. */
    public static Map<String, JobRunner> byName() {
        return BY_NAME;
    }
}
