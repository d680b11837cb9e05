package io.duestream.record.command;

/**
 * Lets a paused job go on; missed fires follow its misfire policy.
 *
 * @param reason said by whoever resumes
 */
public record ResumeJob(String reason) implements Command {}
