package io.duestream.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CronDaysTest {
    @Test
    void quartz_counts_weekdays_from_sunday_as_1() {
        assertThat(Fires.inUtc("0 0 0 ? * 1").dates("2027-03-01", 1)).containsExactly("2027-03-07");
        assertThat(Fires.inUtc("0 0 0 ? * sun").dates("2027-03-01", 1)).containsExactly("2027-03-07");
        assertThat(Fires.inUtc("0 0 0 ? * L").dates("2027-03-01", 1)).containsExactly("2027-03-06");
    }

    @Test
    void unix_takes_sunday_as_0_and_as_7() {
        assertThat(Fires.inUtc("0 0 * * 0").dates("2027-03-01", 2)).containsExactly("2027-03-07", "2027-03-14");
        assertThat(Fires.inUtc("0 0 * * 7").dates("2027-03-01", 2)).containsExactly("2027-03-07", "2027-03-14");
        assertThat(Fires.inUtc("0 0 * * 6-7").dates("2027-03-01", 2)).containsExactly("2027-03-06", "2027-03-07");
    }

    @Test
    void unix_days_match_either_field_when_both_are_restricted() {
        assertThat(Fires.inUtc("0 0 13 * FRI").dates("2027-08-01", 4))
                .containsExactly("2027-08-06", "2027-08-13", "2027-08-20", "2027-08-27");
        assertThat(Fires.inUtc("0 0 13 * FRI").dates("2027-09-11", 2)).containsExactly("2027-09-13", "2027-09-17");
    }

    @Test
    void unix_days_match_both_fields_when_one_starts_with_a_star() {
        assertThat(Fires.inUtc("0 0 */2 * MON").dates("2027-03-01", 3))
                .containsExactly("2027-03-01", "2027-03-15", "2027-03-29");
        assertThat(Fires.inUtc("0 0 1-7 * */7").dates("2027-03-01", 2)).containsExactly("2027-03-07", "2027-04-04");
    }

    @Test
    void ranges_wrap_in_quartz() {
        assertThat(Fires.inUtc("0 0 0 ? * FRI-MON").dates("2027-03-01", 5))
                .containsExactly("2027-03-01", "2027-03-05", "2027-03-06", "2027-03-07", "2027-03-08");
        assertThat(Fires.inUtc("0 0 0 30-2 NOV-FEB ?").dates("2027-11-03", 6))
                .containsExactly("2027-11-30", "2027-12-01", "2027-12-02", "2027-12-30", "2027-12-31", "2028-01-01");
        assertThat(Fires.inUtc("0 0 22-2/2 * * ?").between("2027-03-01T03:00", "2027-03-02T03:00"))
                .containsExactly("2027-03-01T22:00Z", "2027-03-02T00:00Z", "2027-03-02T02:00Z");
    }

    @Test
    void the_last_day_and_days_before_it_follow_the_month() {
        assertThat(Fires.inUtc("0 0 0 L * ?").dates("2028-01-01", 3))
                .containsExactly("2028-01-31", "2028-02-29", "2028-03-31");
        assertThat(Fires.inUtc("0 0 0 L-3,L * ?").dates("2027-02-01", 3))
                .containsExactly("2027-02-25", "2027-02-28", "2027-03-28");
        assertThat(Fires.inUtc("0 0 0 L-30 * ?").dates("2027-02-01", 2)).containsExactly("2027-03-01", "2027-05-01");
    }

    @Test
    void the_nearest_workday_stays_in_the_month() {
        // 2027-05-01 is a Saturday, 2027-05-15 too, 2027-05-16 a Sunday, 2027-10-31 a Sunday.
        assertThat(Fires.inUtc("0 0 0 1W * ?").dates("2027-05-01", 1)).containsExactly("2027-05-03");
        assertThat(Fires.inUtc("0 0 0 15W * ?").dates("2027-05-01", 1)).containsExactly("2027-05-14");
        assertThat(Fires.inUtc("0 0 0 16w * ?").dates("2027-05-01", 1)).containsExactly("2027-05-17");
        assertThat(Fires.inUtc("0 0 0 31W * ?").dates("2027-09-01", 1)).containsExactly("2027-10-29");
        assertThat(Fires.inUtc("0 0 0 LW * ?").dates("2027-10-01", 1)).containsExactly("2027-10-29");
        assertThat(Fires.inUtc("0 0 0 L-1W * ?").dates("2027-10-01", 1)).containsExactly("2027-10-29");
    }

    @Test
    void numbered_and_last_weekdays_follow_the_month() {
        assertThat(Fires.inUtc("0 0 0 ? * 6#3").dates("2027-03-01", 2)).containsExactly("2027-03-19", "2027-04-16");
        assertThat(Fires.inUtc("0 0 0 ? * MON#5").dates("2027-03-01", 2)).containsExactly("2027-03-29", "2027-05-31");
        assertThat(Fires.inUtc("0 0 0 ? * FRIL").dates("2027-03-01", 2)).containsExactly("2027-03-26", "2027-04-30");
        assertThat(Fires.inUtc("0 0 0 ? * 6L 2028-2030/2").dates("2027-03-01", 1))
                .containsExactly("2028-01-28");
    }

    @Test
    void macros_stand_for_their_fields() {
        assertThat(Fires.inUtc("@hourly").between("2027-03-01T00:30", "2027-03-01T02:30"))
                .containsExactly("2027-03-01T01:00Z", "2027-03-01T02:00Z");
        assertThat(Fires.inUtc("@daily").dates("2027-03-01", 2)).containsExactly("2027-03-01", "2027-03-02");
        assertThat(Fires.inUtc("@midnight").dates("2027-03-01", 2)).containsExactly("2027-03-01", "2027-03-02");
        assertThat(Fires.inUtc("@Weekly").dates("2027-03-01", 2)).containsExactly("2027-03-07", "2027-03-14");
        assertThat(Fires.inUtc("@monthly").dates("2027-03-02", 2)).containsExactly("2027-04-01", "2027-05-01");
        assertThat(Fires.inUtc("@yearly").dates("2027-03-01", 1)).containsExactly("2028-01-01");
        assertThat(Fires.inUtc("@annually").dates("2027-03-01", 1)).containsExactly("2028-01-01");
    }

    @Test
    void a_step_of_0_is_none_in_quartz() {
        assertThat(Fires.inUtc("0 5/0 3 * * ?").between("2027-03-01T00:00", "2027-03-02T00:00"))
                .containsExactly("2027-03-01T03:05Z");
    }

    @Test
    void a_fire_is_later_than_the_given_instant_even_by_less_than_a_second() {
        assertThat(Fires.inUtc("* * * * * ?").next(Instant.parse("2027-03-01T00:00:00.999999999Z")))
                .hasValue(Instant.parse("2027-03-01T00:00:01Z"));
        assertThat(Fires.inUtc("* * * * * ?").next(Instant.parse("2027-03-01T00:00:01Z")))
                .hasValue(Instant.parse("2027-03-01T00:00:02Z"));
    }
}
