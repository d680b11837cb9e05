package io.duestream.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CronSyntaxTest {
    @Test
    void the_number_of_fields_tells_the_dialect() {
        assertThat(CronExpression.parse("0 12 * * *").dialect()).isEqualTo(Dialect.UNIX);
        assertThat(CronExpression.parse("@daily").dialect()).isEqualTo(Dialect.UNIX);
        assertThat(CronExpression.parse("0 0 12 * * ?").dialect()).isEqualTo(Dialect.QUARTZ);
        assertThat(CronExpression.parse("0 0 12 * * ? 2030").dialect()).isEqualTo(Dialect.QUARTZ);
    }

    @Test
    void blanks_around_and_between_fields_do_not_matter() {
        assertThat(Fires.inUtc("  0\t0  12 1 * ? ").dates("2027-01-01", 2)).containsExactly("2027-01-01", "2027-02-01");
    }

    @Test
    void expressions_are_equal_by_dialect_and_text() {
        assertThat(CronExpression.parse("0 12 * * *"))
                .isEqualTo(CronExpression.parse(Dialect.UNIX, "0 12 * * *"))
                .hasSameHashCodeAs(CronExpression.parse("0 12 * * *"))
                .isNotEqualTo(CronExpression.parse("0 13 * * *"))
                .hasToString("UNIX 0 12 * * *");
        assertThat(CronExpression.parse("0 12 * * *").text()).isEqualTo("0 12 * * *");
    }

    @Test
    void a_wrong_number_of_fields_is_refused_with_what_fields_there_are() {
        refused(
                "",
                "found 0 fields, expected 5 (Unix: minutes hours day-of-month month day-of-week) or 6 or 7 (Quartz: "
                        + "seconds minutes hours day-of-month month day-of-week [year])");
        refused("0 12 *", "found 3 fields");
        refused("0 0 12 * * ? 2030 1", "found 8 fields");
        refused(Dialect.UNIX, "0 0 12 * * ?", "found 6 fields, expected 5 (Unix");
        refused(Dialect.QUARTZ, "0 12 * * *", "found 5 fields, expected 6 or 7 (Quartz");
    }

    @Test
    void macros_are_unix_and_known() {
        refused(
                "@fortnightly",
                "found the macro \"@fortnightly\", expected one of @annually, @daily, @hourly, @midnight, "
                        + "@monthly, @weekly, @yearly");
        refused(Dialect.QUARTZ, "@daily", "found a Unix macro");
    }

    @Test
    void a_value_out_of_range_is_refused_with_the_range() {
        refused("60 * * * *", "minutes: found \"60\", expected 0-59");
        refused("0 24 * * *", "hours: found \"24\", expected 0-23");
        refused("0 0 0 * *", "day-of-month: found \"0\", expected 1-31");
        refused("0 0 1 13 *", "month: found \"13\", expected 1-12 or JAN-DEC");
        refused("0 0 * * 8", "day-of-week: found \"8\", expected 0-7 or SUN-SAT");
        refused("0 0 0 ? * 0", "day-of-week: found \"0\", expected 1-7 or SUN-SAT");
        refused("0 0 0 1 1 ? 2100", "year: found \"2100\", expected 1970-2099");
        refused("0 0 0 1 1 ? 1969", "year: found \"1969\", expected 1970-2099");
    }

    @Test
    void all_problems_are_named_at_once() {
        refused(
                "61 25 * FOO 9",
                "cron expression \"61 25 * FOO 9\": minutes: found \"61\"",
                "; hours: found \"25\"",
                "; month: found \"FOO\"",
                "; day-of-week: found \"9\"");
    }

    @Test
    void quartz_wants_a_question_mark_in_exactly_one_day_field() {
        String expected = "expected ? in exactly one of the two, as in 0 0 12 * * ?";
        refused("0 0 0 * * *", "day-of-month and day-of-week: found \"*\" and \"*\", " + expected);
        refused("0 0 0 ? * ?", "found \"?\" and \"?\", " + expected);
        refused("0 0 0 1 * MON", "found \"1\" and \"MON\", " + expected);
        refused("0 0 ? * * MON", "hours: found \"?\"");
        refused("0 0 0 ?,1 * ?", "day-of-month: found \"?\"");
    }

    @Test
    void unix_knows_no_quartz_specials() {
        refused("0 0 ? * 1", "day-of-month: found \"?\", expected 1-31, *, ranges a-b, steps a/n and lists a,b");
        refused("0 0 L * *", "day-of-month: found \"L\"");
        refused("0 0 15W * *", "day-of-month: found \"15W\"");
        refused("0 0 * * 5L", "day-of-week: found \"5L\"");
        refused("0 0 * * 5#3", "day-of-week: found \"5#3\"");
        refused("/5 * * * *", "minutes: found \"/5\", expected * before the /, as in */5");
    }

    @Test
    void unix_ranges_do_not_wrap_but_may_end_on_sunday() {
        refused("0 22-2 * * *", "hours: found \"22-2\", expected a range whose first value is not above its last");
        refused("0 0 * * FRI-MON", "day-of-week: found \"FRI-MON\"");
        assertThat(Fires.inUtc("0 0 * * FRI-SUN").dates("2027-03-01", 4))
                .containsExactly("2027-03-05", "2027-03-06", "2027-03-07", "2027-03-12");
    }

    @Test
    void steps_are_bounded_where_the_dialect_bounds_them() {
        refused("*/0 * * * *", "minutes: found \"*/0\", expected a step of at least 1");
        refused("0 0/60 * * * ?", "minutes: found \"0/60\", expected a step of at most 59");
        refused("0 0 0/24 * * ?", "hours: found \"0/24\", expected a step of at most 23");
        refused("0 0 0 1-9/0 * ?", "day-of-month: found \"1-9/0\", expected a step of at least 1");
        assertThat(CronExpression.parse("*/60 * * * *").canFire()).isTrue();
    }

    @Test
    void what_quartz_would_drop_without_a_word_is_refused() {
        refused(
                "0 0 0 ? * MON-FRI/2",
                "day-of-week: found \"MON-FRI/2\", expected numbers instead of names before a step");
        refused("0 0 0 ? * MONDAY", "day-of-week: found \"MONDAY\"");
        refused("0 0 0 5X * ?", "day-of-month: found \"5X\"");
        refused("0 0 0 ? * MON#2,FRI", "day-of-week: found \"MON#2,FRI\", expected L and # alone, not in a list");
        refused("0 0 0 ? * 2L,6", "day-of-week: found \"2L,6\"");
        refused("0 0 0 1,,2 * ?", "day-of-month: found \"\"");
    }

    @Test
    void quartz_specials_take_only_what_makes_sense() {
        refused("0 0 0 L-31 * ?", "day-of-month: found \"L-31\", expected at most 30 after L-");
        refused("0 0 0 32W * ?", "day-of-month: found \"32W\", expected a day 1-31 before W");
        refused("0 0 0 ? * 6#6", "day-of-week: found \"6#6\"");
        refused("0 0 0 ? * FOOL", "day-of-week: found \"FOOL\", expected 1-7 or SUN-SAT before L or #");
        refused("0 0 0 1 1 ? 2030-2027", "year: found \"2030-2027\", expected a range whose first value");
    }

    @Test
    void a_message_stays_short_and_printable_whatever_the_text() {
        Throwable refusal = catchThrowable(() -> CronExpression.parse("\u0007\n".repeat(5_000)));
        assertThat(refusal).isInstanceOf(CronSyntaxException.class);
        assertThat(refusal.getMessage()).hasSizeLessThan(1_000).doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void any_text_is_either_read_or_refused() {
        Random random = new Random(20_271_107);
        String alphabet = "0123456789 */-,?LW#SUNMAR@";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Throwable thrown = catchThrowable(() -> CronExpression.parse(text.toString()));
            if (thrown != null) {
                assertThat(thrown).as(text.toString()).isInstanceOf(CronSyntaxException.class);
            }
        }
    }

    private static void refused(String text, String... said) {
        assertThatThrownBy(() -> CronExpression.parse(text))
                .isInstanceOf(CronSyntaxException.class)
                .hasMessageContainingAll(said);
    }

    private static void refused(Dialect dialect, String text, String said) {
        assertThatThrownBy(() -> CronExpression.parse(dialect, text))
                .isInstanceOf(CronSyntaxException.class)
                .hasMessageContaining(said);
    }
}
