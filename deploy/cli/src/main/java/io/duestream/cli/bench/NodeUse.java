package io.duestream.cli.bench;

/**
 * What ran on one node in a round, of the jobs that were looked at.
 *
 * @param jobs how many
 * @param lastStartMicros when the last of them began, on the wall clock
 */
record NodeUse(int jobs, long lastStartMicros) {
    static final NodeUse NONE = new NodeUse(0, 0);

    NodeUse and(NodeUse more) {
        return new NodeUse(jobs + more.jobs, Math.max(lastStartMicros, more.lastStartMicros));
    }
}
