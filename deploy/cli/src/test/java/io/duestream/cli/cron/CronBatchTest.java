package io.duestream.cli.cron;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import org.junit.jupiter.api.Test;

class CronBatchTest {
    private final CronBatch batch = new CronBatch(3, DstGap.RUN_AFTER, DstOverlap.FIRST);

    @Test
    void a_line_is_answered_with_its_fires_in_utc() {
        assertThat(batch.answer("quartz\t0 30 2 * * ?\tAmerica/New_York\t2027-03-13T00:00:00Z"))
                .contains("2027-03-13T07:30:00Z 2027-03-14T07:00:00Z 2027-03-15T06:30:00Z");
    }

    @Test
    void further_columns_and_comments_are_ignored() {
        assertThat(batch.answer("unix\t0 0 1 1 *\tUTC\t2027-06-01T00:00:00Z\tanything\tmore"))
                .contains("2028-01-01T00:00:00Z 2029-01-01T00:00:00Z 2030-01-01T00:00:00Z");
        assertThat(batch.answer("# dialect\texpression")).isEmpty();
    }

    @Test
    void a_dash_stands_for_the_first_fire_that_does_not_exist_and_nothing_after_it() {
        assertThat(batch.answer("quartz\t0 0 0 1 1 ? 2028-2029\tUTC\t2027-06-01T00:00:00Z"))
                .contains("2028-01-01T00:00:00Z 2029-01-01T00:00:00Z -");
        assertThat(batch.answer("quartz\t0 0 0 1 1 ? 2020\tUTC\t2027-06-01T00:00:00Z"))
                .contains("-");
    }

    @Test
    void what_is_refused_is_answered_with_the_reason() {
        assertThat(batch.answer("unix\t61 * * * *\tUTC\t2027-06-01T00:00:00Z").orElseThrow())
                .startsWith("error: ")
                .contains("minutes");
        assertThat(batch.answer("quartz\t0 0 0 30 2 ?\tUTC\t2027-06-01T00:00:00Z")
                        .orElseThrow())
                .startsWith("error: ")
                .contains("never fire");
        assertThat(batch.answer("unix\t0 0 * * *\tMars/Base\t2027-06-01T00:00:00Z")
                        .orElseThrow())
                .startsWith("error: ")
                .contains("Mars/Base");
        assertThat(batch.answer("solaris\t0 0 * * *\tUTC\t2027-06-01T00:00:00Z").orElseThrow())
                .startsWith("error: ");
        assertThat(batch.answer("unix\t0 0 * * *\tUTC\tnow").orElseThrow()).startsWith("error: ");
        assertThat(batch.answer("").orElseThrow()).startsWith("error: ");
    }
}
