package io.duestream.executor;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The runners of one worker thread: shared ones, and its own from factories, made when they are first needed. Not
 * thread-safe.
 */
final class RunnerTable {
    private final Map<String, RunnerFactory> factories;
    private final Optional<RunnerFactory> otherwise;
    private final Map<String, JobRunner> made = new HashMap<>();
    private JobRunner madeOtherwise;

    /**
     * @param factories by type
     * @param otherwise for any other type
     */
    RunnerTable(Map<String, RunnerFactory> factories, Optional<RunnerFactory> otherwise) {
        this.factories = factories;
        this.otherwise = otherwise;
    }

    /**
     * The runner of a type.
     *
     * @return empty if there is none
     * @throws Exception thrown by its factory
     */
    Optional<JobRunner> of(String type) throws Exception {
        JobRunner known = made.get(type);
        if (known != null) {
            return Optional.of(known);
        }
        RunnerFactory factory = factories.get(type);
        if (factory != null) {
            JobRunner runner = create(factory, type);
            made.put(type, runner);
            return Optional.of(runner);
        }
        if (madeOtherwise == null && otherwise.isPresent()) {
            madeOtherwise = create(otherwise.get(), type);
        }
        return Optional.ofNullable(madeOtherwise);
    }

    private static JobRunner create(RunnerFactory factory, String type) throws Exception {
        JobRunner runner = factory.create();
        if (runner == null) {
            throw new IllegalStateException("the runner factory of type '" + type + "' gave null");
        }
        return runner;
    }

    /** What to tell about a type that has no runner. */
    String unknown(String type) {
        return "no runner for type '" + type + "'; this executor knows " + new TreeSet<>(factories.keySet());
    }
}
