package io.duestream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class JobRulesTest {
    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

    @Test
    void ids_of_submissions_and_reasons_have_bounds() {
        assertThat(JobRules.submissionIdProblems("x".repeat(128))).isEmpty();
        assertThat(JobRules.submissionIdProblems("x".repeat(129))).hasSize(1);
        assertThat(JobRules.submissionIdProblems("")).hasSize(1);
        assertThat(JobRules.reasonProblems("x".repeat(1024))).isEmpty();
        assertThat(JobRules.reasonProblems("x".repeat(1025))).hasSize(1);
    }

    @Test
    void a_job_that_asks_for_nothing_special_may_be_submitted() {
        assertThat(JobRules.problems(
                        new JobKey("mail", "invoice-1"), JobDefinition.builder().build()))
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> what_lies_just_within_the_limits_may_be_submitted() {
        return Stream.of(
                        job().type("x".repeat(128)),
                        job().priority(Integer.MAX_VALUE),
                        job().payload(new byte[256 * 1024]),
                        job().parameters(entries(128, "x".repeat(1_024))),
                        job().shards(1_000),
                        job().shardParameters(Collections.nCopies(1_000, "x".repeat(128))),
                        job().at(Instant.EPOCH),
                        job().at(JobRules.LATEST),
                        job().cron("0 0 0 29 2 ?", "Asia/Shanghai"),
                        job().cron("*/5 * * * *", "+02:00"),
                        job().repeat(Duration.ofMillis(1), 1),
                        job().repeat(Duration.ofDays(3_660), Repeat.FOREVER),
                        job().runTimeout(Duration.ofMillis(1)),
                        job().retry(RetryPolicy.fixed(1_000, Duration.ZERO)),
                        job().notifyOutcome(true).clientGroup("shop"))
                .map(JobDefinitionBuilder::build)
                .map(job -> dynamicTest(
                        job.toString().substring(0, 60),
                        () -> assertThat(JobRules.definitionProblems(job)).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> a_bad_key_is_refused_with_a_reason() {
        return Stream.of(
                key("mail", "", "taskId: has 0 characters; 1 to 128 are expected"),
                key("mail", "x".repeat(10_000), "taskId: has 10000 characters; 1 to 128 are expected"),
                key(
                        "mail",
                        "a\u0000b\n\u001b[31m",
                        "taskId: 'a\\u0000b\\u000a\\u001b[31m' contains a control character; only printable ones are"
                                + " allowed"),
                key(
                        "mail",
                        "a\u2028b\ud800",
                        "taskId: 'a\\u2028b\\ud800' contains a control character; only printable ones are allowed"),
                key("", "1", "group: '' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -"),
                key("ma il.x", "1", "group: 'ma il.x' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -"),
                key("~group", "1", "group: '~group' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -"),
                key("mäil\t", "1", "group: 'mäil\\u0009' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -"),
                key(
                        "g".repeat(10_000),
                        "1",
                        "group: '" + "g".repeat(80) + "…' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -"));
    }

    @Test
    void a_group_with_a_slash_is_no_key_at_all() {
        assertThatThrownBy(() -> new JobKey("ma/il", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("group 'ma/il' contains '/'; the first '/' of a job key ends it");
    }

    @TestFactory
    Stream<DynamicTest> a_bad_definition_is_refused_with_a_reason() {
        return Stream.of(
                bad(job().priority(-1), "priority: is -1; 0 (highest) or more is expected"),
                bad(
                        job().payload(new byte[256 * 1024 + 1]),
                        "payload: has 262145 bytes; at most 262144 are allowed: store it elsewhere and send its address"),
                bad(job().shards(0), "shards: is 0; 1 to 1000 are allowed"),
                bad(job().shards(1_000_000), "shards: is 1000000; 1 to 1000 are allowed"),
                bad(
                        job().shardParameters(List.of("a", "b")).shards(3),
                        "shardParameters: has 2 items for 3 shards; give none, or one for each shard"),
                bad(
                        job().shardParameters(List.of("x".repeat(129))),
                        "shardParameters: has an item of more than 128 characters"),
                bad(job().shardParameters(List.of()), "shards: is 0; 1 to 1000 are allowed"),
                bad(job().notifyOutcome(true), "notifyOutcome: is set without a client group; name the one to notify"),
                bad(
                        job().clientGroup("shop 1"),
                        "clientGroup: 'shop 1' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -"),
                bad(
                        job().type("t\u0007"),
                        "type: 't\\u0007' of 2 characters is not a type; up to 128 printable characters are expected"),
                bad(job().parameters(entries(129, "")), "parameters: has 129 entries; at most 128 are allowed"),
                bad(
                        job().parameter("", "x"),
                        "parameters: has the name ''; 1 to 128 printable characters are expected"),
                bad(
                        job().parameter("to", "x".repeat(1_025)),
                        "parameters: has a value of 1025 characters under 'to'; at most 1024 are allowed"),
                bad(labelled(33), "labels: has 33 entries; at most 32 are allowed"),
                bad(
                        job().label("team", "x".repeat(257)),
                        "labels: has a value of 257 characters under 'team'; at most 256 are allowed"));
    }

    @TestFactory
    Stream<DynamicTest> a_bad_trigger_is_refused_with_a_reason() {
        Instant year9999 = Instant.parse("9999-12-31T00:00:00Z");
        String late = "; a time from 1970 to 2199-12-31T23:59:59.999Z is expected";
        return Stream.of(
                bad(job().at(year9999), "trigger.at: is 9999-12-31T00:00:00Z" + late),
                bad(job().at(Instant.ofEpochMilli(-1)), "trigger.at: is 1969-12-31T23:59:59.999Z" + late),
                bad(job().at(Instant.MAX), "trigger.at: is +1000000000-12-31T23:59:59.999999999Z" + late),
                bad(job().at(Instant.MIN), "trigger.at: is -1000000000-01-01T00:00:00Z" + late),
                bad(
                        job().cron("0 0 0 30 2 ?", "UTC"),
                        "trigger.expression: '0 0 0 30 2 ?' can never fire: no date matches its day, month and year"),
                bad(
                        job().cron("0 0 31 4 *", "UTC"),
                        "trigger.expression: '0 0 31 4 *' can never fire: no date matches its day, month and year"),
                bad(
                        job().cron("0 0 12 * * ?", "Europa/Berlin"),
                        "trigger.zone: 'Europa/Berlin' is not a time zone; expected an id such as Europe/Berlin or UTC"),
                bad(
                        job().cron("0 0 12 * * ?", "\n"),
                        "trigger.zone: '\\u000a' is not a time zone; expected an id such as Europe/Berlin or UTC"),
                bad(
                        job().cron("0 " + "0,".repeat(200) + "0 12 * * ?", "UTC"),
                        "trigger.expression: has 412 characters; at most 256 are allowed"),
                bad(
                        job().trigger(cron("0 0 12 * * ?", "2027-01-01T13:00:00Z", "2027-01-02T11:00:00Z")),
                        "trigger.expression: '0 0 12 * * ?' does not fire between startAt and endAt"),
                bad(
                        job().trigger(cron("0 0 12 * * ?", "2027-01-03T00:00:00Z", "2027-01-02T00:00:00Z")),
                        "trigger.endAt: is 2027-01-02T00:00:00Z, before startAt, which is 2027-01-03T00:00:00Z",
                        "trigger.expression: '0 0 12 * * ?' does not fire between startAt and endAt"),
                bad(
                        job().repeat(Duration.ofSeconds(1), 0),
                        "trigger.count: is 0; 1 or more, or -1 for ever, is expected"),
                bad(
                        job().repeat(Duration.ofSeconds(1), -2),
                        "trigger.count: is -2; 1 or more, or -1 for ever, is expected"),
                bad(
                        job().repeat(Duration.ofNanos(1), 1),
                        "trigger.interval: is PT0.000000001S; 1 ms to 3660 days are allowed"),
                bad(job().repeat(Duration.ZERO, 1), "trigger.interval: is 0 ms; 1 ms to 3660 days are allowed"),
                bad(
                        job().repeat(Duration.ofSeconds(-5), 1),
                        "trigger.interval: is -5000 ms; 1 ms to 3660 days are allowed"),
                bad(
                        job().repeat(ENDLESS, 1),
                        "trigger.interval: is PT2562047788015215H30M7S; 1 ms to 3660 days are allowed"),
                bad(
                        job().trigger(new Repeat(
                                Duration.ofSeconds(1), 1, Optional.of(Instant.MIN), Optional.of(Instant.MAX))),
                        "trigger.startAt: is -1000000000-01-01T00:00:00Z" + late,
                        "trigger.endAt: is +1000000000-12-31T23:59:59.999999999Z" + late));
    }

    @Test
    void a_bad_cron_expression_is_refused_with_all_its_problems() {
        assertThat(JobRules.definitionProblems(job().cron("61 25 * * *", "UTC").build()))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo("trigger.expression");
                    assertThat(problem.message())
                            .contains("61")
                            .contains("25")
                            .contains("minute")
                            .contains("hour");
                });
        assertThat(JobRules.definitionProblems(job().cron("every day", "UTC").build()))
                .singleElement()
                .asString()
                .startsWith("trigger.expression: cron expression \"every day\": found 2 fields, expected ");
    }

    @TestFactory
    Stream<DynamicTest> a_bad_policy_is_refused_with_a_reason() {
        return Stream.of(
                bad(job().runTimeout(Duration.ZERO), "limits.runTimeout: is 0 ms; 1 ms to 3660 days are allowed"),
                bad(
                        job().runTimeout(Duration.ofMinutes(-1)),
                        "limits.runTimeout: is -60000 ms; 1 ms to 3660 days are allowed"),
                bad(
                        job().attemptTimeout(ENDLESS),
                        "limits.attemptTimeout: is PT2562047788015215H30M7S; 1 ms to 3660 days are allowed"),
                bad(
                        job().expiry(Duration.ofSeconds(Long.MIN_VALUE)),
                        "limits.expiry: is PT-2562047788015215H-30M-8S; 1 ms to 3660 days are allowed"),
                bad(
                        job().retry(RetryPolicy.fixed(-1, Duration.ZERO)),
                        "retry.maxRetries: is -1; 0 to 1000 are allowed"),
                bad(
                        job().retry(RetryPolicy.exponential(1, ENDLESS, Duration.ofSeconds(1))),
                        "retry.delay: is PT2562047788015215H30M7S; 0 ms to 3660 days are allowed",
                        "retry.maxDelay: is 1000 ms, shorter than the delay of PT2562047788015215H30M7S"),
                bad(
                        job().firing(new FirePolicy(OverlapPolicy.WAIT, MisfirePolicy.CATCH_UP, Duration.ZERO, 0)),
                        "firing.catchUpWindow: is 0 ms; 1 ms to 3660 days are allowed",
                        "firing.catchUpCap: is 0; 1 to 10000 are allowed"));
    }

    @Test
    void all_problems_are_told_at_once() {
        JobDefinition job = job().priority(-1)
                .shards(0)
                .at(Instant.MAX)
                .runTimeout(Duration.ZERO)
                .notifyOutcome(true)
                .build();
        assertThat(JobRules.problems(new JobKey("ma il", ""), job))
                .extracting(Problem::field)
                .containsExactly(
                        "group", "taskId", "notifyOutcome", "priority", "shards", "limits.runTimeout", "trigger.at");
    }

    @Test
    void of_very_many_problems_the_first_are_told_and_their_number() {
        JobDefinition job = job().parameters(entries(300, "x".repeat(2_000))).build();
        List<Problem> problems = JobRules.problems(new JobKey("ma il", "1"), job);
        assertThat(problems).hasSize(JobRules.MAX_PROBLEMS);
        assertThat(problems.get(0))
                .hasToString("group: 'ma il' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -");
        assertThat(problems.get(63)).hasToString("all: has 302 problems; the first 63 are told");
    }

    @Test
    void no_message_is_longer_than_an_event_can_hold() {
        String hostile = "\u0000".repeat(80);
        JobDefinition job = job().parameter(hostile, "x".repeat(2_000)).build();
        assertThat(JobRules.definitionProblems(job))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.toString()).hasSizeLessThanOrEqualTo(1_024));
    }

    @Test
    void a_name_of_wide_characters_is_cut_between_them() {
        assertThat(JobRules.shown("😀".repeat(80))).isEqualTo("😀".repeat(80));
        assertThat(JobRules.shown("😀".repeat(81))).isEqualTo("😀".repeat(80) + "…");
    }

    private static JobDefinitionBuilder job() {
        return JobDefinition.builder();
    }

    private static JobDefinitionBuilder labelled(int labels) {
        JobDefinitionBuilder job = job();
        entries(labels, "x").forEach(job::label);
        return job;
    }

    private static Cron cron(String expression, String startAt, String endAt) {
        Cron plain = Cron.of(expression, "UTC");
        return new Cron(
                expression,
                "UTC",
                Optional.of(Instant.parse(startAt)),
                Optional.of(Instant.parse(endAt)),
                plain.dstGap(),
                plain.dstOverlap());
    }

    private static DynamicTest key(String group, String taskId, String expected) {
        return dynamicTest(
                expected,
                () -> assertThat(JobRules.keyProblems(new JobKey(group, taskId)))
                        .extracting(Problem::toString)
                        .containsExactly(expected));
    }

    private static DynamicTest bad(JobDefinitionBuilder job, String... expected) {
        return dynamicTest(
                expected[0],
                () -> assertThat(JobRules.definitionProblems(job.build()))
                        .extracting(Problem::toString)
                        .containsExactly(expected));
    }

    private static Map<String, String> entries(int count, String value) {
        return Stream.iterate(0, i -> i + 1).limit(count).collect(Collectors.toMap(i -> "name " + i, i -> value));
    }
}
