package io.duestream.cron;

/**
 * How the text of a cron expression is to be read. The dialects number the days of the week differently ({@code 1} is Sunday
 * in Quartz and Monday in Unix), so the dialect is kept with the expression and never guessed from its contents.
 */
public enum Dialect {
    /**
     * Six or seven fields: seconds, minutes, hours, day-of-month, month, day-of-week and optionally a year from 1970 to 2099,
     * as in the <a href="https://www.quartz-scheduler.org/documentation/quartz-2.3.0/tutorials/crontrigger.html">Quartz
     * CronTrigger tutorial</a>.
     */
    QUARTZ,

    /**
     * Five fields: minutes, hours, day-of-month, month, day-of-week, or a macro such as {@code @daily}, as in {@code man 5
     * crontab}.
     */
    UNIX
}
