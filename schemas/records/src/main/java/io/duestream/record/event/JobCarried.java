package io.duestream.record.event;

import io.duestream.job.Bytes;

/**
 * The whole job, written again so that a fold may start here.
 *
 * @param state the job as stored
 */
public record JobCarried(Bytes state) implements JobEvent {}
