package io.duestream.cron;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;

/**
 * A cron expression in the Quartz or the Unix dialect. Immutable and safe for use by many threads; two are equal when dialect
 * and text are.
 *
 * <h2>Dialects</h2>
 *
 * <p><b>Quartz</b> has the fields seconds, minutes, hours, day-of-month, month, day-of-week (1 is Sunday) and optionally a year
 * from 1970 to 2099. It takes {@code * , - /} everywhere; {@code ?} in exactly one of the day fields; {@code L}, {@code L-n},
 * {@code LW}, {@code L-nW} and {@code nW} in day-of-month; {@code L}, {@code nL} and {@code n#k} in day-of-week; ranges that
 * wrap, as {@code 22-2} or {@code FRI-MON}; and names in any case. Steps are read as Quartz reads them: {@code a/n} runs to the
 * end of the field, and a step of 0 is none. Where Quartz takes a text and drops a part of it without a word (a step after
 * names, letters after a value, a list with {@code #}), the text is refused. The end of the year field is the end of time:
 * nothing fires after 2099.
 *
 * <p><b>Unix</b> has the fields minutes, hours, day-of-month, month and day-of-week (0 and 7 are Sunday) and the macros
 * {@code @hourly}, {@code @daily}, {@code @midnight}, {@code @weekly}, {@code @monthly}, {@code @yearly} and
 * {@code @annually}. When neither day field starts with {@code *}, a day has to match one of the two; else both
 * ({@code man 5 crontab}).
 *
 * <h2>When the clock is changed</h2>
 *
 * <p>An expression either <em>follows the clock</em> or names a <em>fixed time</em>. It follows the clock when its minutes or
 * its hours are a wildcard: {@code *}, a step without an end ({@code *}{@code /n}, {@code /n}, {@code a/n}), or every value of
 * the field in other words ({@code 0-23}). All other expressions name a fixed time, whatever their seconds are.
 *
 * <ul>
 *   <li>One that follows the clock fires at each instant whose local time it matches, whatever the policies: an hourly job runs
 *       at both 01:00s of an overlap, as an hour lies between them, and does not run at a 02:00 that does not exist.
 *   <li>One of a fixed time whose local time falls into a gap runs at the first instant after the gap ({@link
 *       DstGap#RUN_AFTER}) or not at all ({@link DstGap#SKIP}). Several local times in one gap make one run and no burst, and
 *       if the expression asks for the first instant after the gap anyway, that is the same run.
 *   <li>One of a fixed time whose local time comes twice fires at the first ({@link DstOverlap#FIRST}) or at both ({@link
 *       DstOverlap#BOTH}).
 * </ul>
 *
 * <p>With the default policies this is the rule of Debian's {@code man 8 cron}: "If the time has moved forwards, those jobs
 * which would have run in the time that was skipped will be run soon after the change. Conversely, if the time has moved
 * backwards by less than 3 hours, those jobs that fall into the repeated time will not be re-run. Only jobs that run at a
 * particular time (not specified as @hourly, nor with '*' in the hour or minute specifier) are affected. Jobs which are
 * specified with wildcards are run based on the new time immediately." Here it holds for changes of any size. {@link
 * DstGap#SKIP} with {@link DstOverlap#BOTH} matches the clock and nothing else, which is what Quartz users are warned of: its
 * times may be skipped or come twice.
 */
public final class CronExpression {
    private final Dialect dialect;
    private final String text;
    private final Schedule schedule;

    private CronExpression(Dialect dialect, String text, Schedule schedule) {
        this.dialect = dialect;
        this.text = text;
        this.schedule = schedule;
    }

    /**
     * Reads an expression in the dialect that its number of fields tells: five or a macro is Unix, six or seven is Quartz.
     *
     * @throws CronSyntaxException when it is no expression; the message names all that is wrong
     */
    public static CronExpression parse(String text) {
        return parse(CronParser.dialectOf(text), text);
    }

    /**
     * Reads an expression in the given dialect.
     *
     * @throws CronSyntaxException when it is no expression of that dialect; the message names all that is wrong
     */
    public static CronExpression parse(Dialect dialect, String text) {
        return new CronExpression(dialect, text, CronParser.parse(dialect, text));
    }

    /**
     * The first fire strictly after an instant. Called again with its own answer it goes on from fire to fire, each later than
     * the one before.
     *
     * @param after fires at this instant or before are not considered; evaluation starts in 1970 and ends before the year 9999
     * @param zone the zone whose local time the expression speaks of
     * @param gap what to do with a fixed time in a gap
     * @param overlap what to do with a fixed time that comes twice
     * @return the fire, in whole seconds; empty when there is none: for Quartz until the end of 2099, for Unix ever
     */
    public Optional<Instant> next(Instant after, ZoneId zone, DstGap gap, DstOverlap overlap) {
        Objects.requireNonNull(gap, "gap");
        Objects.requireNonNull(overlap, "overlap");
        boolean followsClock = !schedule.fixedTime();
        boolean skipped = followsClock || gap == DstGap.SKIP;
        boolean repeated = followsClock || overlap == DstOverlap.BOTH;
        return new ZonedSearch(schedule, zone.getRules(), skipped, repeated).after(after);
    }

    /**
     * Whether the expression matches any date at all, past or future. {@code false} for one like {@code 0 0 0 30 2 ?}, which
     * never fires and had better be refused.
     */
    public boolean canFire() {
        return schedule.everMatches();
    }

    /** The dialect in which the text is read. */
    public Dialect dialect() {
        return dialect;
    }

    /** The text as it was given. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CronExpression that && dialect == that.dialect && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return 31 * dialect.hashCode() + text.hashCode();
    }

    @Override
    public String toString() {
        return dialect + " " + text;
    }
}
