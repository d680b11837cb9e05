/**
 * When a cron job fires. {@link io.duestream.cron.CronExpression} reads the Quartz and the Unix dialect and answers the next
 * fire after a given instant in a given zone, through daylight saving changes and with a bounded search. Everything here is
 * pure: the time comes in as an argument, and the package needs nothing but the JDK.
 */
package io.duestream.cron;
