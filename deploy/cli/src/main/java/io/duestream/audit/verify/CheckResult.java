package io.duestream.audit.verify;

/**
 * What a check found.
 *
 * @param name its name
 * @param sentence what holds if it finds nothing
 * @param checked how often it was made
 * @param notCheckable how often it could not be made, since what it needs is gone from the log, or too young to judge
 * @param violations how often it failed
 */
public record CheckResult(String name, String sentence, long checked, long notCheckable, long violations) {}
