package io.duestream.client;

import static io.duestream.client.Fixture.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.codec.RecordCodec;
import io.duestream.job.JobId;
import io.duestream.job.Phase;
import io.duestream.job.Position;
import io.duestream.record.AuditInput;
import io.duestream.record.AuditRecord;
import io.duestream.record.InputTopic;
import io.duestream.record.RecordInput;
import io.duestream.record.TimerInput;
import io.duestream.record.event.CommandRefused;
import io.duestream.record.event.DuplicateIgnored;
import io.duestream.record.event.DuplicateReason;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobPaused;
import io.duestream.record.event.JobRejected;
import io.duestream.record.event.RecordForwarded;
import io.duestream.record.event.SkipReason;
import io.duestream.record.event.TriggerSkipped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TrackerAnswersTest {
    private static final String AUDIT = Fixture.TOPICS.audit().name();
    private static final String COMMANDS = Fixture.TOPICS.commands().name();
    private static final RecordCodec<AuditRecord> CODEC = RecordCodec.of(AuditRecord.class);
    private static final Position FIRST = new Position(0, 10);
    private static final Position SECOND = new Position(0, 11);
    private static final JobId JOB = new JobId(0, 10);

    private final MockConsumer<byte[], byte[]> consumer = Fixture.consumer(AUDIT, 1);
    private long nextOffset;

    @Test
    void the_answer_to_a_command_is_the_decision_that_names_its_position() throws Exception {
        TrackerAnswers answers = open(10);
        decided(input(SECOND), Optional.empty(), new JobRejected(List.of("priority: is -1", "shards: is 0")));
        decided(input(FIRST), Optional.empty(), new JobPaused(""));

        assertThat(answers.await(FIRST, LONG)).isEqualTo(new Answer.Accepted(Optional.of(JOB), Phase.SCHEDULED));
        assertThat(answers.await(SECOND, LONG))
                .isEqualTo(new Answer.Rejected(List.of("priority: is -1", "shards: is 0")));
    }

    @Test
    void a_forwarded_command_is_answered_by_its_owner_and_not_by_who_forwarded_it() throws Exception {
        TrackerAnswers answers = open(10);
        decided(input(FIRST), Optional.empty(), new RecordForwarded(3));
        decided(input(new Position(3, 99)), Optional.of(FIRST), new CommandRefused("PauseJob", "no such job"));

        assertThat(answers.await(FIRST, LONG)).isEqualTo(new Answer.Refused("no such job"));
    }

    @Test
    void decisions_about_timers_and_reports_answer_no_command() throws Exception {
        TrackerAnswers answers = open(10);
        decided(new TimerInput(), Optional.empty(), new JobPaused(""));
        decided(
                new RecordInput(InputTopic.FEEDBACK, FIRST.partition(), FIRST.offset()),
                Optional.empty(),
                new JobPaused(""));

        assertThat(answers.awaitAll(List.of(FIRST), Duration.ofMillis(20))).isEmpty();
    }

    @Test
    void several_answers_may_be_asked_for_at_once() throws Exception {
        TrackerAnswers answers = open(10);
        decided(
                input(SECOND),
                Optional.empty(),
                new DuplicateIgnored(DuplicateReason.JOB_KEPT, Optional.of(JOB), Phase.RUNNING));
        decided(input(FIRST), Optional.empty(), new TriggerSkipped(SkipReason.OVERLAP));

        assertThat(answers.awaitAll(List.of(FIRST, SECOND), LONG))
                .isEqualTo(Map.of(
                        FIRST,
                        new Answer.Refused("no fire was opened: OVERLAP"),
                        SECOND,
                        new Answer.Duplicate(DuplicateReason.JOB_KEPT, Optional.of(JOB), Phase.RUNNING)));
    }

    @Test
    void answers_that_nobody_asked_for_are_kept_up_to_a_bound_and_the_oldest_go_first() throws Exception {
        TrackerAnswers answers = open(2);
        for (long offset = 20; offset < 23; offset++) {
            decided(input(new Position(0, offset)), Optional.empty(), new JobPaused(""));
        }
        decided(input(FIRST), Optional.empty(), new JobPaused(""));
        answers.await(FIRST, LONG);

        Map<Position, Answer> late = answers.awaitAll(
                List.of(new Position(0, 20), new Position(0, 21), new Position(0, 22)), Duration.ofMillis(20));

        assertThat(late).containsOnlyKeys(new Position(0, 21), new Position(0, 22));
    }

    @Test
    void answers_to_commands_older_than_the_opening_take_no_room() throws Exception {
        TrackerAnswers answers = open(1);
        decided(input(SECOND), Optional.empty(), new JobPaused(""));
        decided(input(new Position(0, 9)), Optional.empty(), new JobPaused(""));
        decided(input(FIRST), Optional.empty(), new JobPaused(""));
        answers.await(FIRST, LONG);

        assertThat(answers.awaitAll(List.of(SECOND), Duration.ofMillis(20))).containsOnlyKeys(SECOND);
    }

    @Test
    void a_tracker_that_says_nothing_in_time_is_told_with_what_to_look_at() {
        assertThatThrownBy(() -> open(10).await(FIRST, Duration.ofMillis(20)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("command 0-10")
                .hasMessageContaining("whether a tracker of this cluster runs");
    }

    @Test
    void garbage_in_the_audit_topic_stops_nobody() throws Exception {
        TrackerAnswers answers = open(10);
        consumer.addRecord(new ConsumerRecord<>(AUDIT, 0, nextOffset++, null, new byte[] {1}));
        decided(input(FIRST), Optional.empty(), new JobPaused(""));

        assertThat(answers.await(FIRST, LONG)).isInstanceOf(Answer.Accepted.class);
    }

    private TrackerAnswers open(int kept) {
        Fixture.addTopic(consumer, COMMANDS, 1);
        consumer.updateEndOffsets(Map.of(new TopicPartition(COMMANDS, 0), 10L));
        return TrackerAnswers.open(new TopicTail(consumer, AUDIT), COMMANDS, kept);
    }

    private static AuditInput input(Position command) {
        return new RecordInput(InputTopic.COMMANDS, command.partition(), command.offset());
    }

    private void decided(AuditInput input, Optional<Position> forwardedFrom, JobEvent event) {
        AuditRecord decision = new AuditRecord(
                Fixture.KEY.group(),
                Fixture.KEY.taskId(),
                Optional.of(JOB),
                Optional.of(1L),
                input,
                forwardedFrom,
                Fixture.NOW,
                "tracker-1",
                "1",
                "2026a",
                1,
                List.of(event),
                Phase.SCHEDULED,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
        consumer.addRecord(new ConsumerRecord<>(AUDIT, 0, nextOffset++, null, CODEC.encode(decision)));
    }
}
