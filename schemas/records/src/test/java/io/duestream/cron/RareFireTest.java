package io.duestream.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RareFireTest {
    private static final Instant NOW = Instant.parse("2026-11-20T06:18:27Z");

    @Test
    void an_expression_that_matches_no_date_can_not_fire() {
        for (String never : new String[] {
            "0 0 0 30 2 ?",
            "0 0 0 31 4,6,9,11 ?",
            "0 0 0 30,31 FEB ?",
            "0 0 0 29 2 ? 2027",
            "0 0 0 29 2 ? 2027,2029-2031",
            "0 0 0 31W 6 ?",
            "0 0 0 L-29 2 ?",
            "0 0 0 ? 2 MON#5 2027",
            "0 0 30 2 *",
            "0 0 31 2,4 */2"
        }) {
            assertThat(CronExpression.parse(never).canFire()).as(never).isFalse();
            assertThat(Fires.of(never, "America/New_York").next(NOW)).as(never).isEmpty();
        }
    }

    @Test
    void a_year_in_the_past_could_fire_but_does_not_any_more() {
        assertThat(CronExpression.parse("0 0 0 1 1 ? 1999").canFire()).isTrue();
        assertThat(Fires.inUtc("0 0 0 1 1 ? 1999").next(NOW)).isEmpty();
        assertThat(Fires.inUtc("0 0 0 1 1 ? 1999").dates("1998-01-01", 1)).containsExactly("1999-01-01");
    }

    @Test
    void a_restricted_weekday_saves_a_unix_date_that_does_not_exist() {
        assertThat(Fires.inUtc("0 0 30 2 MON").dates("2027-01-01", 1)).containsExactly("2027-02-01");
    }

    @Test
    void a_leap_day_is_found_over_the_years() {
        assertThat(Fires.inUtc("0 0 0 29 2 ?").dates("2026-11-20", 3))
                .containsExactly("2028-02-29", "2032-02-29", "2036-02-29");
        assertThat(Fires.inUtc("0 0 29 2 *").dates("2096-03-01", 1)).containsExactly("2104-02-29");
    }

    @Test
    void a_leap_day_on_a_weekday_is_found() {
        // Sunday and Saturday; then Sunday alone.
        assertThat(Fires.inUtc("0 0 29 2 */6").dates("2026-11-20", 2)).containsExactly("2032-02-29", "2048-02-29");
        assertThat(Fires.inUtc("0 0 29 2 */7").dates("2088-03-01", 1)).containsExactly("2128-02-29");
        assertThat(Fires.of("0 0 29 2 */7", "America/New_York").dates("2088-03-01", 1))
                .containsExactly("2128-02-29");
        assertThat(Fires.inUtc("0 0 0 ? 2 TUE#5").dates("2028-03-01", 1)).containsExactly("2056-02-29");
    }

    @Test
    void two_leap_days_on_one_weekday_are_never_more_than_40_years_apart() {
        Map<DayOfWeek, Integer> last = new EnumMap<>(DayOfWeek.class);
        int widest = 0;
        for (int year = 1600; year < 2400 + 40; year++) {
            if (Year.isLeap(year)) {
                Integer before = last.put(LocalDate.of(year, 2, 29).getDayOfWeek(), year);
                widest = before == null ? widest : Math.max(widest, year - before);
            }
        }
        assertThat(last).hasSize(7);
        assertThat(widest).isEqualTo(40);
    }

    @Test
    void quartz_ends_with_2099_and_unix_goes_on() {
        assertThat(Fires.inUtc("0 0 0 * * ?").next(Instant.parse("2099-12-30T12:00:00Z")))
                .hasValue(Instant.parse("2099-12-31T00:00:00Z"));
        assertThat(Fires.inUtc("0 0 0 * * ?").next(Instant.parse("2099-12-31T00:00:00Z")))
                .isEmpty();
        assertThat(Fires.inUtc("0 0 * * *").next(Instant.parse("2099-12-31T00:00:00Z")))
                .hasValue(Instant.parse("2100-01-01T00:00:00Z"));
    }

    @Test
    void the_ends_of_time_are_answered_too() {
        for (String zone : new String[] {"UTC", "America/New_York", "+18:00", "-18:00"}) {
            assertThat(Fires.of("* * * * * ?", zone).next(Instant.MAX)).isEmpty();
            assertThat(Fires.of("* * * * *", zone).next(Instant.MAX)).isEmpty();
            assertThat(Fires.of("* * * * *", zone).next(Instant.parse("9999-01-01T00:00:00Z")))
                    .isEmpty();
        }
        assertThat(Fires.inUtc("0 0 * * *").next(Instant.MIN)).hasValue(Instant.EPOCH);
        assertThat(Fires.of("0 0 0 * * ?", "Asia/Shanghai").next(Instant.MIN))
                .hasValue(Instant.parse("1969-12-31T16:00:00Z"));
    }
}
