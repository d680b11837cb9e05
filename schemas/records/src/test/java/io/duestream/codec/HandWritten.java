package io.duestream.codec;

import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import io.duestream.job.BackoffKind;
import io.duestream.job.Bytes;
import io.duestream.job.Cron;
import io.duestream.job.Encoded;
import io.duestream.job.FirePolicy;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.Lineage;
import io.duestream.job.LogLevel;
import io.duestream.job.MisfirePolicy;
import io.duestream.job.OnDuplicate;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Phase;
import io.duestream.job.Position;
import io.duestream.job.Result;
import io.duestream.job.RetryPolicy;
import io.duestream.job.TimeLimits;
import io.duestream.job.Token;
import io.duestream.record.AuditRecord;
import io.duestream.record.InputTopic;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.JobOutcome;
import io.duestream.record.LogLine;
import io.duestream.record.NodeControl;
import io.duestream.record.NodeReport;
import io.duestream.record.OutcomeKind;
import io.duestream.record.RecordInput;
import io.duestream.record.TimerInput;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.command.TriggerJob;
import io.duestream.record.control.DrainNode;
import io.duestream.record.control.InterruptRun;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.report.Finished;
import io.duestream.record.report.Started;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records as they look in a running cluster: of each envelope one with everything in it, and one with the least. */
final class HandWritten {
    private static final Instant NOON = Instant.parse("2027-03-14T12:00:00.250Z");
    private static final JobId JOB = new JobId(7, 4_711);
    private static final Token TOKEN = new Token(4_711, 3);
    private static final Position ELSEWHERE = new Position(2, 99);
    private static final Lineage OLDER = new Lineage(new JobId(3, 12), 5);

    static final JobDefinition DEFINITION = new JobDefinition(
            "invoice",
            Optional.of("shop"),
            true,
            10,
            Map.of("customer", "Zoë 任", "empty", ""),
            Bytes.utf8("{\"total\": 12.5}"),
            2,
            List.of("north", "south"),
            Map.of("team", "billing"),
            new Cron(
                    "0 30 2 * * ?",
                    "America/New_York",
                    Optional.of(NOON),
                    Optional.of(NOON.plusSeconds(86_400)),
                    DstGap.SKIP,
                    DstOverlap.BOTH),
            new FirePolicy(OverlapPolicy.QUEUE_ONE, MisfirePolicy.CATCH_UP, Duration.ofHours(6), 25),
            new RetryPolicy(4, BackoffKind.EXPONENTIAL, Duration.ofSeconds(2), Duration.ofMinutes(5)),
            new TimeLimits(
                    Optional.of(Duration.ofMinutes(10)),
                    Optional.of(Duration.ofMinutes(20)),
                    Optional.of(Duration.ofHours(1))),
            OnDuplicate.REPLACE);

    private HandWritten() {}

    /** Every optional value present, every collection filled. */
    static List<Record> full() {
        return List.of(
                new JobCommand(
                        "mail",
                        "invoice/2027/17",
                        NOON,
                        "shop-1",
                        Optional.of(ELSEWHERE),
                        new SubmitJob(Optional.of("order-17"), true, Optional.of(OLDER), Encoded.of(DEFINITION))),
                new JobDispatch(
                        "mail",
                        "invoice/2027/17",
                        JOB,
                        2,
                        NOON,
                        FireKind.TRIGGERED,
                        1,
                        2,
                        "south",
                        3,
                        2,
                        1,
                        Optional.of(Duration.ofSeconds(5)),
                        TOKEN,
                        "invoice",
                        10,
                        DEFINITION.parameters(),
                        DEFINITION.payload(),
                        DEFINITION.labels(),
                        Optional.of(Duration.ofMinutes(10)),
                        NOON.plusMillis(4),
                        NOON.plusSeconds(172_800),
                        true,
                        Optional.of(OLDER)),
                new JobFeedback(
                        "mail",
                        "invoice/2027/17",
                        Optional.of(JOB),
                        2,
                        1,
                        Optional.of(TOKEN),
                        6,
                        "executor-1",
                        Optional.of(ELSEWHERE),
                        new Finished(
                                Result.EXCEPTION,
                                "no such customer",
                                "java.lang.IllegalStateException: no such customer",
                                Optional.of(NOON.plusMillis(9)),
                                Optional.of(NOON.plusMillis(30)))),
                fullAudit(),
                new JobOutcome(
                        "mail",
                        "invoice/2027/17",
                        "shop",
                        OutcomeKind.FIRE_ENDED,
                        Optional.of(JOB),
                        Optional.of("order-17"),
                        2,
                        Optional.of(NOON),
                        Optional.of(FireEnd.FAILED),
                        "retries used up",
                        "no such customer",
                        6,
                        1,
                        true,
                        NOON.plusSeconds(60)),
                new LogLine(
                        "mail",
                        "invoice/2027/17",
                        JOB,
                        2,
                        1,
                        TOKEN,
                        "executor-1",
                        12,
                        NOON,
                        LogLevel.WARN,
                        "customer has no address"),
                new NodeReport(
                        "executor-1",
                        "executor",
                        "mail",
                        NOON,
                        20,
                        19,
                        1_000,
                        900,
                        50,
                        30,
                        20,
                        4,
                        Optional.of(0.75),
                        123_456_789,
                        1_073_741_824,
                        true,
                        NOON.minusSeconds(3_600),
                        "0.1.0",
                        Optional.of(98_765_432L),
                        "memory at 93 %",
                        Optional.of(LogLevel.WARN),
                        List.of("duestream.dispatch.mail")),
                new NodeControl(
                        "executor-1",
                        NOON,
                        "tracker-2",
                        new InterruptRun("mail", "invoice/2027/17", JOB, 2, 1, TOKEN, "cancelled by an operator")));
    }

    private static AuditRecord fullAudit() {
        return new AuditRecord(
                "mail",
                "invoice/2027/17",
                Optional.of(JOB),
                Optional.of(1L),
                new RecordInput(InputTopic.COMMANDS, 7, 4_711),
                Optional.of(ELSEWHERE),
                NOON,
                "tracker-2",
                "0.1.0",
                "2026b",
                1,
                List.of(
                        new JobAccepted(
                                JOB,
                                Encoded.of(DEFINITION),
                                NOON,
                                NOON,
                                Optional.of(NOON),
                                true,
                                Optional.of("order-17"),
                                Optional.of(OLDER)),
                        new FireOpened(
                                1,
                                FireKind.SCHEDULED,
                                NOON,
                                NOON.plusMillis(4),
                                true,
                                true,
                                1,
                                10,
                                2,
                                Optional.of(NOON.plusSeconds(3_600)),
                                Optional.of(NOON.plusSeconds(86_400))),
                        new AttemptDispatched(
                                1,
                                0,
                                1,
                                TOKEN,
                                4,
                                NOON.plusMillis(4),
                                NOON.plusSeconds(172_800),
                                Optional.of(NOON.plusSeconds(1_200)))),
                Phase.QUEUED,
                Optional.of(NOON.plusSeconds(1_200)),
                Optional.of("shop"),
                true,
                Optional.of("order-17"),
                Optional.of(OLDER));
    }

    /** Nothing that may be absent. */
    static List<Record> minimal() {
        return List.of(
                new JobCommand("m", "1", Instant.EPOCH, "", Optional.empty(), new TriggerJob("")),
                new JobDispatch(
                        "m",
                        "1",
                        new JobId(0, 0),
                        1,
                        Instant.EPOCH,
                        FireKind.SCHEDULED,
                        0,
                        1,
                        "",
                        1,
                        0,
                        0,
                        Optional.empty(),
                        new Token(0, 0),
                        "",
                        0,
                        Map.of(),
                        Bytes.empty(),
                        Map.of(),
                        Optional.empty(),
                        Instant.EPOCH,
                        Instant.EPOCH,
                        false,
                        Optional.empty()),
                new JobFeedback(
                        "m",
                        "1",
                        Optional.empty(),
                        1,
                        0,
                        Optional.empty(),
                        0,
                        "",
                        Optional.empty(),
                        new Started(Instant.EPOCH)),
                new AuditRecord(
                        "m",
                        "1",
                        Optional.empty(),
                        Optional.empty(),
                        new TimerInput(),
                        Optional.empty(),
                        Instant.EPOCH,
                        "",
                        "",
                        "",
                        0,
                        List.of(),
                        Phase.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty()),
                new JobOutcome(
                        "m",
                        "1",
                        "c",
                        OutcomeKind.REJECTED,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        "",
                        0,
                        0,
                        false,
                        Instant.EPOCH),
                new LogLine("m", "1", new JobId(0, 0), 1, 0, new Token(0, 0), "", 1, Instant.EPOCH, LogLevel.DEBUG, ""),
                new NodeReport(
                        "n",
                        "",
                        "",
                        Instant.EPOCH,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        0,
                        0,
                        false,
                        Instant.EPOCH,
                        "",
                        Optional.empty(),
                        "",
                        Optional.empty(),
                        List.of()),
                new NodeControl("n", Instant.EPOCH, "", new DrainNode(false)));
    }
}
