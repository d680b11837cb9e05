package io.duestream.record.event;

/**
 * What the owner of a limited group knows.
 *
 * @param queued requests that wait
 * @param open attempts of the whole group that are out or may go out
 * @param counted partitions that have reported their open attempts
 * @param lastSecond admissions of the last whole second
 */
public record LimitView(long queued, long open, int counted, long lastSecond) {}
