package io.duestream.cli.bench;

import java.util.Map;

/** What a scenario of the bench does, from the first process to the last figure. */
interface Experiment {
    /** Settings of its own, for the report. */
    Map<String, Object> settings();

    /** Copies of the state on other trackers, unless the configuration says how many. */
    default int standbys() {
        return 0;
    }

    /**
     * Carries it out. What it starts, the stage ends.
     *
     * @param stage not open yet
     * @throws InterruptedException if interrupted while something goes on
     * @throws io.duestream.cli.output.CommandFailedException if a process ended, or nothing moves
     */
    Report run(Stage stage, ProgressLine progress) throws InterruptedException;
}
