/**
 * Submits jobs and commands, and learns what became of them. {@link io.duestream.client.JobClient} is the way in;
 * {@link io.duestream.client.Job} says what to run and when, {@link io.duestream.client.JobFinishedHandler} is told how it
 * ended. The {@code duestream job} commands use {@link io.duestream.client.TrackerAnswers} too, to hear what the tracker
 * said to each command.
 */
package io.duestream.client;
