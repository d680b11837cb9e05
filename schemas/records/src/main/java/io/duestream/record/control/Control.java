package io.duestream.record.control;

/** What a node is asked to do. */
public sealed interface Control permits InterruptRun, DrainNode, ChangeThreads, ChangeLogLevel {}
