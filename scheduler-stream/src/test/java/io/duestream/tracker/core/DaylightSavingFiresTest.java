package io.duestream.tracker.core;

import static io.duestream.cron.DstGap.RUN_AFTER;
import static io.duestream.cron.DstGap.SKIP;
import static io.duestream.cron.DstOverlap.BOTH;
import static io.duestream.cron.DstOverlap.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import io.duestream.job.Cron;
import io.duestream.job.Result;
import io.duestream.record.event.FireOpened;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Jobs live through the nights on which clocks change; local times with their offset. */
class DaylightSavingFiresTest {
    private static final String NEW_YORK = "America/New_York";
    private static final String LORD_HOWE = "Australia/Lord_Howe";
    private static final String CAIRO = "Africa/Cairo";

    @Test
    void in_new_york_2027_03_14_has_no_half_past_two_and_the_job_runs_after_the_gap() {
        assertThat(fires("0 30 2 * * ?", NEW_YORK, RUN_AFTER, FIRST, "2027-03-13T00:00:00Z", 3))
                .containsExactly("2027-03-13T02:30-05:00", "2027-03-14T03:00-04:00", "2027-03-15T02:30-04:00");
    }

    @Test
    void in_new_york_2027_03_14_is_left_out_under_skip() {
        assertThat(fires("0 30 2 * * ?", NEW_YORK, SKIP, FIRST, "2027-03-13T00:00:00Z", 2))
                .containsExactly("2027-03-13T02:30-05:00", "2027-03-15T02:30-04:00");
    }

    @Test
    void in_new_york_half_past_one_of_2027_11_07_comes_twice_and_the_job_runs_at_the_first() {
        assertThat(fires("30 1 * * *", NEW_YORK, RUN_AFTER, FIRST, "2027-11-06T00:00:00Z", 3))
                .containsExactly("2027-11-06T01:30-04:00", "2027-11-07T01:30-04:00", "2027-11-08T01:30-05:00");
    }

    @Test
    void in_new_york_2027_11_07_the_job_runs_at_both_if_so_wished() {
        assertThat(fires("30 1 * * *", NEW_YORK, RUN_AFTER, BOTH, "2027-11-06T00:00:00Z", 4))
                .containsExactly(
                        "2027-11-06T01:30-04:00",
                        "2027-11-07T01:30-04:00",
                        "2027-11-07T01:30-05:00",
                        "2027-11-08T01:30-05:00");
    }

    @Test
    void a_job_of_every_hour_neither_doubles_nor_misses_one() {
        assertThat(fires("0 0 * * * ?", NEW_YORK, RUN_AFTER, FIRST, "2027-03-14T05:30:00Z", 3))
                .containsExactly("2027-03-14T01:00-05:00", "2027-03-14T03:00-04:00", "2027-03-14T04:00-04:00");
        assertThat(fires("0 0 * * * ?", NEW_YORK, RUN_AFTER, FIRST, "2027-11-07T04:30:00Z", 3))
                .containsExactly("2027-11-07T01:00-04:00", "2027-11-07T01:00-05:00", "2027-11-07T02:00-05:00");
    }

    @Test
    void on_lord_howe_the_clock_changes_by_half_an_hour() {
        assertThat(fires("0 15 2 * * ?", LORD_HOWE, RUN_AFTER, FIRST, "2027-10-02T00:00:00Z", 2))
                .containsExactly("2027-10-03T02:30+11:00", "2027-10-04T02:15+11:00");
        assertThat(fires("0 15 2 * * ?", LORD_HOWE, SKIP, FIRST, "2027-10-02T00:00:00Z", 1))
                .containsExactly("2027-10-04T02:15+11:00");
        assertThat(fires("0 45 1 * * ?", LORD_HOWE, RUN_AFTER, FIRST, "2027-04-03T00:00:00Z", 2))
                .containsExactly("2027-04-04T01:45+11:00", "2027-04-05T01:45+10:30");
        assertThat(fires("0 45 1 * * ?", LORD_HOWE, RUN_AFTER, BOTH, "2027-04-03T00:00:00Z", 2))
                .containsExactly("2027-04-04T01:45+11:00", "2027-04-04T01:45+10:30");
    }

    @Test
    void in_cairo_2027_04_30_begins_at_one() {
        assertThat(fires("0 0 0 * * ?", CAIRO, RUN_AFTER, FIRST, "2027-04-29T00:00:00Z", 2))
                .containsExactly("2027-04-30T01:00+03:00", "2027-05-01T00:00+03:00");
        assertThat(fires("0 0 0 * * ?", CAIRO, SKIP, FIRST, "2027-04-29T00:00:00Z", 1))
                .containsExactly("2027-05-01T00:00+03:00");
    }

    @Test
    void a_tracker_that_was_down_over_the_gap_makes_up_for_that_night_too() {
        Scenario.from("2027-03-14T00:00:00Z")
                .submit(Scenario.aJob().cron("0 30 2 * * ?", NEW_YORK))
                .at("2027-03-16T12:00:00Z")
                .due()
                .told("COLLAPSED 2: 07:00:00 to 2027-03-15T06:30:00Z", "fire 1 for 2027-03-16T06:30:00Z misfired");
    }

    /** The due times of the first fires of a job whose fires all succeed at once. */
    private static List<String> fires(
            String expression, String zone, DstGap gap, DstOverlap overlap, String from, int count) {
        Cron cron = new Cron(expression, zone, Optional.empty(), Optional.empty(), gap, overlap);
        Scenario job = Scenario.from(from).submit(Scenario.aJob().trigger(cron));
        List<String> due = new ArrayList<>();
        for (int fire = 1; fire <= count; fire++) {
            Instant wake = job.job().wakeAt().orElseThrow();
            job.at(wake.toString()).due().expect(FireOpened.class, e -> {
                assertThat(e.dueAt()).isEqualTo(wake);
                due.add(e.dueAt().atZone(ZoneId.of(zone)).toOffsetDateTime().toString());
            });
            job.run().finished(fire, Result.SUCCESS);
        }
        return due;
    }
}
