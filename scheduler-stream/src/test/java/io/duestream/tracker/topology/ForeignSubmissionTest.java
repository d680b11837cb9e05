package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobDefinitionBuilder;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.command.AdmissionUsed;
import io.duestream.record.command.Admitted;
import io.duestream.record.command.CancelJob;
import io.duestream.record.command.CommandsMarker;
import io.duestream.record.command.OpenAttemptsReported;
import io.duestream.record.command.Released;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.command.UpdateJob;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.CommandRefused;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobRejected;
import io.duestream.record.event.RecordForwarded;
import io.duestream.record.report.FeedbackMarker;
import io.duestream.record.report.Finished;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Records of programs that know the schema and not the rules. A bad submission is rejected, and its client group told. */
class ForeignSubmissionTest {
    private static final String LONG = "x".repeat(10_000);

    private TaskUnderTest task;

    @BeforeEach
    void start() {
        task = new TaskUnderTest().started();
    }

    @AfterEach
    void stop() {
        task.close();
    }

    @TestFactory
    Stream<DynamicTest> a_bad_submission_is_rejected_with_its_reason_and_makes_no_job() {
        return Stream.of(
                bad(
                        "a key with control characters",
                        of(sound(), c -> c.put("taskId", "a\u0007b")),
                        "taskId: 'a\\u0007b'"),
                bad("a key of 10,000 characters", of(sound(), c -> c.put("taskId", LONG)), "taskId: has 10000 char"),
                bad("a group of 10,000 characters", of(sound(), c -> c.put("group", LONG)), "group: 'xxxx"),
                bad("an empty key", of(sound(), c -> c.put("taskId", "")), "taskId: has 0 characters"),
                bad(
                        "a key of the tracker's own",
                        of(sound(), c -> c.put("group", "~notice")),
                        "group: '~notice' is not"),
                bad(
                        "a payload over the limit",
                        set("payload", ByteBuffer.allocate(300_000)),
                        "payload: has 300000 bytes"),
                bad(
                        "a parameter over the limit",
                        set("parameters", Map.of("p", LONG)),
                        "parameters: has a value of 10000"),
                bad("a type over the limit", set("type", LONG), "type: 'xxxx"),
                bad(
                        "a cron over the limit",
                        of(cron(), c -> trigger(c).put("expression", LONG)),
                        "trigger.expression: has"),
                bad("a zone over the limit", of(cron(), c -> trigger(c).put("zone", LONG)), "trigger.zone: 'xxxx"),
                bad("a million shards", of(sound().shards(1_000_000)), "shards: is 1000000; 1 to 1000"),
                bad(
                        "shard parameters over the limit",
                        set("shardParameters", Collections.nCopies(2_000, "")),
                        "shardP"),
                bad("no shards", of(sound().shards(0)), "shards: is 0; 1 to 1000"),
                bad(
                        "a cron that never fires",
                        of(sound().cron("0 0 30 2 *", "UTC")),
                        "trigger.expression: '0 0 30 2 *'"),
                bad("a cron that is none", of(sound().cron("every day", "UTC")), "trigger.expression: "),
                bad(
                        "a time in the year 9999",
                        of(sound().at(Instant.parse("9999-12-31T00:00:00Z"))),
                        "trigger.at: is 9999"),
                bad("a repeat count of 0", of(sound().repeat(Duration.ofSeconds(1), 0)), "trigger.count: is 0"),
                bad("a repeat count of -2", of(sound().repeat(Duration.ofSeconds(1), -2)), "trigger.count: is -2"),
                bad("an interval under 1 ms", of(sound().repeat(Duration.ZERO, 1)), "trigger.interval: is 0 ms"),
                bad("a priority below 0", of(sound().priority(-1)), "priority: is -1"),
                bad(
                        "a submission id over the limit",
                        of(sound(), c -> Foreign.body(c).put("submissionId", LONG)),
                        "submissionId: has 10000 characters; at most 128"));
    }

    private DynamicTest bad(String name, byte[] submission, String reason) {
        return dynamicTest(name, () -> {
            task.sent.forget();
            task.readCommand(submission);

            assertThat(task.sent.deadLetters()).isEmpty();
            assertThat(task.sent.size()).isEqualTo(1);
            AuditRecord audit = task.sent.audit().get(0);
            assertThat(audit.clientGroup()).contains("shop");
            assertThat(audit.submissionId()).isPresent();
            assertThat(audit.jobId()).isEmpty();
            assertThat(audit.events()).singleElement().isInstanceOf(JobRejected.class);
            assertThat(reasons()).singleElement().asString().startsWith(reason);
            assertThat(Rows.of(task)).isEmpty();
        });
    }

    @Test
    void a_key_that_does_not_fit_is_shortened_under_a_group_that_no_job_can_have() {
        task.readCommand(of(sound(), c -> c.put("taskId", LONG)));

        JobKey told = task.sent.audit().get(0).key();
        assertThat(told.group()).isEqualTo("…mail");
        assertThat(told.taskId()).isEqualTo("x".repeat(127) + "…");
    }

    @Test
    void all_reasons_are_told_at_once() {
        task.readCommand(of(sound().priority(-1).shards(0), c -> {
            c.put("taskId", LONG);
            Foreign.body(c).put("submissionId", LONG);
        }));

        assertThat(reasons())
                .extracting(reason -> reason.substring(0, reason.indexOf(':')))
                .containsExactly("submissionId", "taskId", "priority", "shards");
    }

    @Test
    void a_client_group_that_can_not_be_is_a_reason_and_is_not_told() {
        task.readCommand(set("clientGroup", LONG));

        assertThat(reasons()).singleElement().asString().startsWith("clientGroup: 'xxxx");
        assertThat(task.sent.audit().get(0).clientGroup()).isEmpty();
    }

    @Test
    void a_large_submission_in_another_partition_is_rejected_by_the_owner() {
        try (TaskUnderTest other = new TaskUnderTest()) {
            other.partitions = 4;
            other.partition = (io.duestream.topic.JobPartition.of(JobKey.parse("mail/a"), 4) + 1) % 4;
            other.started();
            other.readCommand(set("payload", ByteBuffer.allocate(300_000)));
            assertThat(other.sent.events(RecordForwarded.class)).hasSize(1);

            task.readCommand(
                    other.sent.to(other.topics.commands().name()).get(0).value());
        }
        assertThat(reasons()).singleElement().asString().startsWith("payload: has 300000 bytes");
    }

    @Test
    void an_update_with_a_large_payload_is_refused_and_the_job_lives_on() {
        task.submit("mail/a", sound().at(task.now.plusSeconds(60)));
        JobCommand update =
                new JobCommand("mail", "a", task.now, "", Optional.empty(), new UpdateJob(Encoded.of(sound().build())));
        task.readCommand(Foreign.record(
                JobCommand.class, update, c -> Foreign.definition(c).put("payload", ByteBuffer.allocate(300_000))));

        assertThat(task.sent.events(CommandRefused.class))
                .singleElement()
                .satisfies(refused -> assertThat(refused.reason()).startsWith("payload: has 300000 bytes"));
        task.advance(Duration.ofSeconds(60));
        assertThat(task.sent.dispatches("mail")).hasSize(1);
    }

    @Test
    void what_no_audit_record_can_hold_is_a_dead_letter() {
        JobCommand cancel =
                new JobCommand("mail", "a", task.now, "", Optional.empty(), new CancelJob(false, "no more"));
        task.readCommand(Foreign.record(JobCommand.class, cancel, c -> c.put("taskId", LONG)));

        assertThat(task.sent.deadLetters())
                .singleElement()
                .asString()
                .contains("AuditRecord.taskId has 10000 characters");
        assertThat(task.sent.audit()).isEmpty();
    }

    @Test
    void a_marker_or_notice_over_its_bounds_is_a_dead_letter() {
        JobCommand marker = new JobCommand("~marker", "0", task.now, "", Optional.empty(), new CommandsMarker("nonce"));
        task.readCommand(
                Foreign.record(JobCommand.class, marker, c -> Foreign.body(c).put("nonce", LONG)));
        JobFeedback back = new JobFeedback(
                "~marker",
                "0",
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                0,
                "",
                Optional.empty(),
                new FeedbackMarker("n"));
        task.readFeedback(
                Foreign.record(JobFeedback.class, back, c -> Foreign.body(c).put("nonce", LONG)));

        assertThat(task.sent.deadLetters())
                .containsExactly(
                        "CommandsMarker.nonce has 10000 characters; at most 64 are allowed",
                        "FeedbackMarker.nonce has 10000 characters; at most 64 are allowed");
        assertThat(task.sent.audit()).isEmpty();
    }

    @Test
    void what_is_said_of_a_group_over_its_bounds_is_a_dead_letter_and_the_next_command_works() {
        JobCommand admitted =
                new JobCommand("mail", "a", task.now, "", Optional.empty(), new Admitted(new JobId(0, 1), 1, 0, 0, 1));
        task.readCommand(Foreign.record(JobCommand.class, admitted, c -> c.put("group", "g".repeat(65))));
        task.readCommand(Foreign.record(JobCommand.class, admitted, c -> c.put("taskId", "t".repeat(129))));
        task.readCommand(Foreign.record(JobCommand.class, admitted, c -> c.put("sender", "s".repeat(129))));
        String long100 = "g".repeat(100);
        task.command("~group/" + long100, new AdmissionUsed(new JobId(0, 1), 1, 0, 0, 1));
        task.command("~group/" + long100, new Released(new JobId(0, 1), 1, 0, 0, 1));
        task.command("~group/" + long100, new OpenAttemptsReported(0, 1, 0));

        assertThat(task.sent.deadLetters()).hasSize(6);
        assertThat(task.sent.audit()).isEmpty();
        task.submit("mail/a", sound());
        assertThat(task.sent.dispatches("mail")).hasSize(1);
    }

    @Test
    void a_report_with_a_long_message_ends_its_attempt_and_the_message_is_cut() {
        task.submit("mail/a", sound());
        JobDispatch run = task.sent.dispatches("mail").get(0);
        JobFeedback report = TaskUnderTest.report(
                "mail",
                "a",
                run,
                new Finished(io.duestream.job.Result.SUCCESS, "", "", Optional.empty(), Optional.empty()));
        task.readFeedback(Foreign.record(JobFeedback.class, report, c -> {
            Foreign.body(c).put("message", LONG);
            Foreign.body(c).put("stackTrace", LONG);
            c.put("node", LONG);
        }));

        assertThat(task.sent.events(JobEnded.class)).hasSize(1);
        AttemptEnded ended = task.sent.events(AttemptEnded.class).get(0);
        assertThat(ended.message()).hasSize(8_192).endsWith("x…");
        assertThat(ended.stackTrace()).hasSize(8_192).endsWith("x…");
        assertThat(ended.node()).hasSize(128).endsWith("x…");
    }

    private static JobDefinitionBuilder sound() {
        return JobDefinition.builder().clientGroup("shop");
    }

    private static JobDefinitionBuilder cron() {
        return sound().cron("0 0 * * *", "UTC");
    }

    private static byte[] of(JobDefinitionBuilder definition) {
        return of(definition, c -> {});
    }

    private static byte[] set(String field, Object value) {
        return of(sound(), c -> Foreign.definition(c).put(field, value));
    }

    private static byte[] of(JobDefinitionBuilder definition, Consumer<GenericRecord> change) {
        SubmitJob submit =
                new SubmitJob(Optional.of("order-1"), false, Optional.empty(), Encoded.of(definition.build()));
        Instant sent = Instant.parse("2027-01-01T00:00:00Z");
        JobCommand command = new JobCommand("mail", "a", sent, "foreign", Optional.empty(), submit);
        return Foreign.record(JobCommand.class, command, change);
    }

    private static GenericRecord trigger(GenericRecord command) {
        return (GenericRecord) Foreign.definition(command).get("trigger");
    }

    private List<String> reasons() {
        List<? extends JobEvent> events = task.sent.events();
        return ((JobRejected) events.get(events.size() - 1)).reasons();
    }
}
