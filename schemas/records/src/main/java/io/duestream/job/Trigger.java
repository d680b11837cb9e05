package io.duestream.job;

/** When a job fires. */
public sealed interface Trigger permits Immediate, At, Cron, Repeat {}
