package io.duestream.record.event;

/**
 * The job starts nothing new.
 *
 * @param running whether open attempts were ended too
 * @param reason as given
 */
public record JobCancelled(boolean running, String reason) implements JobEvent {}
