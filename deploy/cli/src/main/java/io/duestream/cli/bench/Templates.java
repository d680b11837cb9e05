package io.duestream.cli.bench;

import io.duestream.codec.RecordCodec;
import io.duestream.job.Bytes;
import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.Phase;
import io.duestream.job.Token;
import io.duestream.record.AuditRecord;
import io.duestream.record.InputTopic;
import io.duestream.record.JobDispatch;
import io.duestream.record.RecordInput;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnd;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The records that a tracker would write for a job of the bench, encoded once: for each job only the digits of its number are
 * put in. So the forwarder has next to nothing to do of its own.
 */
final class Templates {
    private static final int PLACE = 123_456_789;
    /** Where a cluster's positions stand after a while. */
    private static final long OFFSET = 1_000_000L;

    private static final String NODE = "executor-bench-0000000000000000";

    private final Template dispatch;
    private final Template accepted;
    private final Template started;
    private final Template ended;

    Templates(int payloadBytes, Instant now) {
        String taskId = JobNumbers.taskId(PLACE);
        JobId id = JobId.parse("0-" + PLACE);
        Payloads payloads = new Payloads(payloadBytes);
        Bytes payload = Bytes.of(payloads.of(PLACE));
        Token token = new Token(OFFSET, 1);
        Instant startBy = now.plus(Topics.START_WITHIN);
        this.dispatch = new Template(
                payloads,
                RecordCodec.of(JobDispatch.class)
                        .encode(new JobDispatch(
                                JobNumbers.GROUP,
                                taskId,
                                id,
                                1,
                                now,
                                FireKind.SCHEDULED,
                                0,
                                1,
                                "",
                                1,
                                0,
                                0,
                                Optional.empty(),
                                token,
                                "",
                                100,
                                Map.of(),
                                payload,
                                Map.of(),
                                Optional.empty(),
                                now,
                                startBy,
                                false,
                                Optional.empty())));
        JobDefinition definition =
                JobDefinition.builder().payload(payload.toArray()).build();
        Optional<String> submissionId = Optional.of(new UUID(now.toEpochMilli(), OFFSET).toString());
        this.accepted = new Template(
                payloads,
                audit(
                        taskId,
                        id,
                        1,
                        InputTopic.COMMANDS,
                        Phase.QUEUED,
                        submissionId,
                        now,
                        List.of(
                                new JobAccepted(
                                        id,
                                        Encoded.of(definition),
                                        now,
                                        now,
                                        Optional.of(now),
                                        false,
                                        submissionId,
                                        Optional.empty()),
                                new FireOpened(
                                        1,
                                        FireKind.SCHEDULED,
                                        now,
                                        now,
                                        false,
                                        false,
                                        1,
                                        100,
                                        1,
                                        Optional.empty(),
                                        Optional.empty()),
                                new AttemptDispatched(1, 0, 1, token, 0, now, startBy, Optional.empty()))));
        this.started = new Template(
                payloads,
                audit(
                        taskId,
                        id,
                        2,
                        InputTopic.FEEDBACK,
                        Phase.RUNNING,
                        submissionId,
                        now,
                        List.of(new AttemptStarted(1, 0, token, 1, NODE, now, Optional.empty()))));
        this.ended = new Template(
                payloads,
                audit(
                        taskId,
                        id,
                        2,
                        InputTopic.FEEDBACK,
                        Phase.ENDED,
                        submissionId,
                        now,
                        List.of(
                                new AttemptEnded(
                                        1,
                                        0,
                                        token,
                                        1,
                                        NODE,
                                        AttemptEnd.SUCCESS,
                                        "",
                                        "",
                                        Optional.of(now),
                                        Optional.of(now)),
                                new FireEnded(1, FireEnd.SUCCEEDED, "", now, now, 1, 0, ""),
                                new JobEnded(JobEnd.COMPLETED))));
    }

    private static byte[] audit(
            String taskId,
            JobId id,
            long sequence,
            InputTopic topic,
            Phase phase,
            Optional<String> submissionId,
            Instant now,
            List<JobEvent> events) {
        return RecordCodec.of(AuditRecord.class)
                .encode(new AuditRecord(
                        JobNumbers.GROUP,
                        taskId,
                        Optional.of(id),
                        Optional.of(sequence),
                        new RecordInput(topic, 0, OFFSET),
                        Optional.empty(),
                        now,
                        "tracker-bench-0000000000000000",
                        "1",
                        "2025a",
                        1,
                        events,
                        phase,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        submissionId,
                        Optional.empty()));
    }

    byte[] dispatch(byte[] key) {
        return dispatch.with(key);
    }

    byte[] accepted(byte[] key) {
        return accepted.with(key);
    }

    byte[] started(byte[] key) {
        return started.with(key);
    }

    byte[] ended(byte[] key) {
        return ended.with(key);
    }

    /** Bytes with places for the digits of a number and for the payload. */
    private static final class Template {
        private final Payloads payloads;
        private final byte[] bytes;
        private final int[] numbers;
        private final int[] contents;

        Template(Payloads payloads, byte[] bytes) {
            this.payloads = payloads;
            this.bytes = bytes;
            this.numbers = places(bytes, JobNumbers.digits(PLACE).getBytes(StandardCharsets.US_ASCII));
            this.contents = places(bytes, payloads.of(PLACE));
        }

        private static int[] places(byte[] bytes, byte[] place) {
            return place.length == 0
                    ? new int[0]
                    : IntStream.rangeClosed(0, bytes.length - place.length)
                            .filter(at -> Arrays.equals(bytes, at, at + place.length, place, 0, place.length))
                            .toArray();
        }

        byte[] with(byte[] key) {
            byte[] filled = bytes.clone();
            for (int at : numbers) {
                System.arraycopy(key, key.length - JobNumbers.DIGITS, filled, at, JobNumbers.DIGITS);
            }
            for (int at : contents) {
                payloads.write(JobNumbers.of(key), filled, at);
            }
            return filled;
        }
    }
}
