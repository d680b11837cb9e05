package io.duestream.record.report;

/** What is reported of an attempt. */
public sealed interface Report permits Started, Finished, NotStarted, AttemptDoubted, FeedbackMarker {}
