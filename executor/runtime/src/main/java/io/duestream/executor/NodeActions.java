package io.duestream.executor;

import io.duestream.job.LogLevel;

/** What can be changed of a node while it lives, and how it stands. */
interface NodeActions {
    /** Takes no new work and hands back what has not begun, or takes work again. */
    void drain(boolean drain);

    /** How many worker threads there are to be. */
    int threads();

    /** Changes the number of worker threads; no run is interrupted. */
    void changeThreads(int threads);

    /** Changes the lowest level of the business log that is kept. */
    void changeLogLevel(LogLevel level);
}
