/** {@code duestream cron}: what a cron expression means, without a cluster. */
package io.duestream.cli.cron;
