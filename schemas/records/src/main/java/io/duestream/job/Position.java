package io.duestream.job;

/**
 * A record in a topic of the pipeline.
 *
 * @param partition its partition
 * @param offset its offset
 */
public record Position(int partition, long offset) {}
