package io.duestream.cron;

import static io.duestream.cron.DstGap.RUN_AFTER;
import static io.duestream.cron.DstGap.SKIP;
import static io.duestream.cron.DstOverlap.BOTH;
import static io.duestream.cron.DstOverlap.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import org.junit.jupiter.api.Test;

/** Each date below is checked against the zone rules of the JDK, so that a change of the rules shows here first. */
class DaylightSavingTest {
    private static final String NEW_YORK = "America/New_York";
    private static final String LORD_HOWE = "Australia/Lord_Howe";
    private static final String CAIRO = "Africa/Cairo";
    private static final String BEIRUT = "Asia/Beirut";
    private static final String APIA = "Pacific/Apia";

    @Test
    void the_dates_used_here_are_those_of_the_zone_rules() {
        assertThat(change(NEW_YORK, "2027-03-14T02:00").getDateTimeAfter()).isEqualTo("2027-03-14T03:00");
        assertThat(change(NEW_YORK, "2027-11-07T01:00").getDateTimeBefore()).isEqualTo("2027-11-07T02:00");
        assertThat(change(LORD_HOWE, "2027-10-03T02:00").getDateTimeAfter()).isEqualTo("2027-10-03T02:30");
        assertThat(change(LORD_HOWE, "2027-04-04T01:30").getDateTimeBefore()).isEqualTo("2027-04-04T02:00");
        assertThat(change(CAIRO, "2027-04-30T00:00").getDateTimeAfter()).isEqualTo("2027-04-30T01:00");
        assertThat(change(BEIRUT, "2027-10-30T23:00").getDateTimeBefore()).isEqualTo("2027-10-31T00:00");
        assertThat(change(APIA, "2011-12-30T00:00").getDateTimeAfter()).isEqualTo("2011-12-31T00:00");
    }

    @Test
    void a_fixed_time_in_new_yorks_gap_runs_right_after_it() {
        assertThat(Fires.of("0 30 2 * * ?", NEW_YORK).with(RUN_AFTER).between("2027-03-13T00:00", "2027-03-16T00:00"))
                .containsExactly("2027-03-13T02:30-05:00", "2027-03-14T03:00-04:00", "2027-03-15T02:30-04:00");
    }

    @Test
    void a_fixed_time_in_new_yorks_gap_is_left_out_if_so_wished() {
        assertThat(Fires.of("30 2 * * *", NEW_YORK).with(SKIP).between("2027-03-13T00:00", "2027-03-16T00:00"))
                .containsExactly("2027-03-13T02:30-05:00", "2027-03-15T02:30-04:00");
    }

    @Test
    void several_times_in_one_gap_make_one_run() {
        assertThat(Fires.of("0 0,15,30,45 2 * * ?", NEW_YORK).between("2027-03-14T00:00", "2027-03-15T00:00"))
                .containsExactly("2027-03-14T03:00-04:00");
        assertThat(Fires.of("* 30 2 * * ?", NEW_YORK).between("2027-03-14T00:00", "2027-03-15T00:00"))
                .containsExactly("2027-03-14T03:00-04:00");
    }

    @Test
    void the_run_after_a_gap_and_a_fire_at_its_end_are_one_run() {
        assertThat(Fires.of("0 30 2,3 * * ?", NEW_YORK).between("2027-03-14T00:00", "2027-03-15T00:00"))
                .containsExactly("2027-03-14T03:00-04:00", "2027-03-14T03:30-04:00");
        assertThat(Fires.of("0 0 2,3 * * ?", NEW_YORK).between("2027-03-14T00:00", "2027-03-15T00:00"))
                .containsExactly("2027-03-14T03:00-04:00");
    }

    @Test
    void the_run_after_a_gap_is_found_from_the_second_before_it_and_not_found_again() {
        Fires fires = Fires.of("0 30 2 * * ?", NEW_YORK);
        Instant end = Instant.parse("2027-03-14T07:00:00Z");
        assertThat(fires.next(end.minusSeconds(1))).hasValue(end);
        assertThat(fires.next(end.minusNanos(1))).hasValue(end);
        assertThat(fires.next(end)).hasValue(Instant.parse("2027-03-15T06:30:00Z"));
    }

    @Test
    void a_fixed_time_in_new_yorks_overlap_runs_at_the_first() {
        assertThat(Fires.of("0 30 1 * * ?", NEW_YORK).with(FIRST).between("2027-11-06T00:00", "2027-11-09T00:00"))
                .containsExactly("2027-11-06T01:30-04:00", "2027-11-07T01:30-04:00", "2027-11-08T01:30-05:00");
        assertThat(Fires.of("0 0 1,2 * * ?", NEW_YORK).with(FIRST).between("2027-11-07T00:00", "2027-11-08T00:00"))
                .containsExactly("2027-11-07T01:00-04:00", "2027-11-07T02:00-05:00");
    }

    @Test
    void a_fixed_time_in_new_yorks_overlap_runs_at_both_if_so_wished() {
        assertThat(Fires.of("30 1 * * *", NEW_YORK).with(BOTH).between("2027-11-06T00:00", "2027-11-09T00:00"))
                .containsExactly(
                        "2027-11-06T01:30-04:00",
                        "2027-11-07T01:30-04:00",
                        "2027-11-07T01:30-05:00",
                        "2027-11-08T01:30-05:00");
    }

    @Test
    void the_last_fire_of_a_year_still_comes_twice_when_its_overlap_lies_ahead() {
        assertThat(Fires.of("0 30 1 7 11 ? 2027", NEW_YORK).with(BOTH).between("2027-01-01T00:00", "2028-01-01T00:00"))
                .containsExactly("2027-11-07T01:30-04:00", "2027-11-07T01:30-05:00");
        assertThat(Fires.of("0 30 1 7 11 ? 2027", NEW_YORK).with(FIRST).between("2027-01-01T00:00", "2028-01-01T00:00"))
                .containsExactly("2027-11-07T01:30-04:00");
    }

    @Test
    void an_hourly_job_fires_once_each_real_hour_under_every_policy() {
        for (String hourly : new String[] {"0 0 * * * ?", "0 * * * *", "@hourly", "0 0 0/1 * * ?", "0 0 0-23 * * ?"}) {
            for (DstGap gap : DstGap.values()) {
                for (DstOverlap overlap : DstOverlap.values()) {
                    Fires fires = Fires.of(hourly, NEW_YORK).with(gap).with(overlap);
                    assertThat(fires.between("2027-03-14T01:00", "2027-03-14T05:00"))
                            .containsExactly(
                                    "2027-03-14T01:00-05:00", "2027-03-14T03:00-04:00", "2027-03-14T04:00-04:00");
                    assertThat(fires.between("2027-11-07T00:00", "2027-11-07T03:00"))
                            .containsExactly(
                                    "2027-11-07T00:00-04:00",
                                    "2027-11-07T01:00-04:00",
                                    "2027-11-07T01:00-05:00",
                                    "2027-11-07T02:00-05:00");
                }
            }
        }
    }

    @Test
    void wildcard_minutes_of_a_fixed_hour_follow_the_clock() {
        Fires fires = Fires.of("0 0/20 1,2 * * ?", NEW_YORK);
        assertThat(fires.between("2027-03-14T00:00", "2027-03-15T00:00"))
                .containsExactly("2027-03-14T01:00-05:00", "2027-03-14T01:20-05:00", "2027-03-14T01:40-05:00");
        assertThat(fires.between("2027-11-07T01:20", "2027-11-07T02:20"))
                .containsExactly(
                        "2027-11-07T01:20-04:00",
                        "2027-11-07T01:40-04:00",
                        "2027-11-07T01:00-05:00",
                        "2027-11-07T01:20-05:00",
                        "2027-11-07T01:40-05:00",
                        "2027-11-07T02:00-05:00");
    }

    @Test
    void lord_howes_gap_is_half_an_hour() {
        Fires fires = Fires.of("0 15 2 * * ?", LORD_HOWE);
        assertThat(fires.with(RUN_AFTER).between("2027-10-02T00:00", "2027-10-05T00:00"))
                .containsExactly("2027-10-02T02:15+10:30", "2027-10-03T02:30+11:00", "2027-10-04T02:15+11:00");
        assertThat(fires.with(SKIP).between("2027-10-02T00:00", "2027-10-05T00:00"))
                .containsExactly("2027-10-02T02:15+10:30", "2027-10-04T02:15+11:00");
        assertThat(Fires.of("0 45 2 * * ?", LORD_HOWE).between("2027-10-03T00:00", "2027-10-04T00:00"))
                .containsExactly("2027-10-03T02:45+11:00");
        assertThat(Fires.of("0 0/15 * * * ?", LORD_HOWE).between("2027-10-03T01:45", "2027-10-03T03:00"))
                .containsExactly("2027-10-03T01:45+10:30", "2027-10-03T02:30+11:00", "2027-10-03T02:45+11:00");
    }

    @Test
    void lord_howes_overlap_is_half_an_hour() {
        Fires fires = Fires.of("0 45 1 * * ?", LORD_HOWE);
        assertThat(fires.with(FIRST).between("2027-04-04T00:00", "2027-04-05T00:00"))
                .containsExactly("2027-04-04T01:45+11:00");
        assertThat(fires.with(BOTH).between("2027-04-04T00:00", "2027-04-05T00:00"))
                .containsExactly("2027-04-04T01:45+11:00", "2027-04-04T01:45+10:30");
        assertThat(Fires.of("0 15 1 * * ?", LORD_HOWE).with(BOTH).between("2027-04-04T00:00", "2027-04-05T00:00"))
                .containsExactly("2027-04-04T01:15+11:00");
        assertThat(Fires.of("0 0/15 * * * ?", LORD_HOWE).between("2027-04-04T01:30", "2027-04-04T02:15"))
                .containsExactly(
                        "2027-04-04T01:30+11:00",
                        "2027-04-04T01:45+11:00",
                        "2027-04-04T01:30+10:30",
                        "2027-04-04T01:45+10:30",
                        "2027-04-04T02:00+10:30");
    }

    @Test
    void a_gap_at_midnight_does_not_cost_cairo_a_day() {
        Fires fires = Fires.of("0 0 0 * * ?", CAIRO);
        assertThat(fires.with(RUN_AFTER).between("2027-04-29T00:00", "2027-05-02T00:00"))
                .containsExactly("2027-04-29T00:00+02:00", "2027-04-30T01:00+03:00", "2027-05-01T00:00+03:00");
        assertThat(fires.with(SKIP).between("2027-04-29T00:00", "2027-05-02T00:00"))
                .containsExactly("2027-04-29T00:00+02:00", "2027-05-01T00:00+03:00");
        assertThat(Fires.of("0 0 12 30 4 ?", CAIRO).with(SKIP).between("2027-01-01T00:00", "2028-01-01T00:00"))
                .containsExactly("2027-04-30T12:00+03:00");
        assertThat(Fires.of("0 30 * 30 4 ?", CAIRO).between("2027-04-29T00:00", "2027-04-30T03:00"))
                .containsExactly("2027-04-30T01:30+03:00", "2027-04-30T02:30+03:00");
    }

    @Test
    void an_overlap_before_midnight_brings_beiruts_day_back() {
        assertThat(Fires.of("0 30 23 * * ?", BEIRUT).with(FIRST).between("2027-10-30T00:00", "2027-11-01T00:00"))
                .containsExactly("2027-10-30T23:30+03:00", "2027-10-31T23:30+02:00");
        assertThat(Fires.of("0 30 23 * * ?", BEIRUT).with(BOTH).between("2027-10-30T00:00", "2027-11-01T00:00"))
                .containsExactly("2027-10-30T23:30+03:00", "2027-10-30T23:30+02:00", "2027-10-31T23:30+02:00");
        assertThat(Fires.of("0 0 0 * * ?", BEIRUT).with(BOTH).between("2027-10-30T00:00", "2027-11-01T00:00"))
                .containsExactly("2027-10-30T00:00+03:00", "2027-10-31T00:00+02:00");
    }

    @Test
    void a_whole_day_left_out_in_apia_makes_one_run() {
        Fires fires = Fires.of("0 0 8,12 * * ?", APIA);
        assertThat(fires.with(RUN_AFTER).between("2011-12-29T12:00", "2012-01-01T00:00"))
                .containsExactly(
                        "2011-12-29T12:00-10:00",
                        "2011-12-31T00:00+14:00",
                        "2011-12-31T08:00+14:00",
                        "2011-12-31T12:00+14:00");
        assertThat(fires.with(SKIP).between("2011-12-29T12:00", "2012-01-01T00:00"))
                .containsExactly("2011-12-29T12:00-10:00", "2011-12-31T08:00+14:00", "2011-12-31T12:00+14:00");
    }

    private static ZoneOffsetTransition change(String zone, String local) {
        return ZoneId.of(zone).getRules().getTransition(LocalDateTime.parse(local));
    }
}
