package io.duestream.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.Phase;
import io.duestream.job.Token;
import io.duestream.record.AdmissionInput;
import io.duestream.record.AuditInput;
import io.duestream.record.AuditRecord;
import io.duestream.record.InputTopic;
import io.duestream.record.RecordInput;
import io.duestream.record.TimerInput;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnd;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.ShardEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final Instant T0 = Instant.parse("2027-03-14T06:30:00Z");
    private static final JobId ID = new JobId(0, 5);
    private static final Token TOKEN = new Token(5, 1);

    private final Timeline timeline = new Timeline();

    @Test
    void the_life_of_a_job_reads_as_lines() {
        assertThat(timeline.lines(decision(new RecordInput(InputTopic.COMMANDS, 0, 5), accepted(), opened(1))))
                .containsExactly(
                        "2027-03-14 06:30:00.000Z  accepted as job 0-5: runs every 2000 ms, 3 times  [commands 0-5]",
                        "2027-03-14 06:30:00.000Z  fire 1 came due at 2027-03-14T06:30:00Z; next at"
                                + " 2027-03-14T06:30:02Z");
        assertThat(timeline.lines(
                        decision(new TimerInput(), new AttemptDispatched(1, 0, 1, TOKEN, 3, T0, T0, Optional.empty()))))
                .containsExactly("2027-03-14 06:30:00.000Z  fire 1 dispatched, attempt 1, to partition 3  [timer]");
        assertThat(timeline.lines(decision(
                        new RecordInput(InputTopic.FEEDBACK, 0, 7),
                        ended("done\nand more"),
                        new ShardEnded(1, 0, FireEnd.SUCCEEDED, ""),
                        fireEnded(),
                        new JobEnded(JobEnd.COMPLETED))))
                .containsExactly(
                        "2027-03-14 06:30:00.000Z  fire 1 attempt ended: success on node-1 after 12 ms: done"
                                + "  [feedback 0-7]",
                        "2027-03-14 06:30:00.000Z  fire 1 ended: succeeded (1 attempt)",
                        "2027-03-14 06:30:00.000Z  job ended: completed");
    }

    @Test
    void a_fire_that_waited_says_how_late_it_goes() {
        timeline.lines(decision(new RecordInput(InputTopic.COMMANDS, 0, 5), opened(1)));
        Instant later = T0.plusSeconds(90);

        assertThat(timeline.lines(decision(
                        new AdmissionInput(),
                        new AttemptDispatched(1, 0, 1, TOKEN, 3, later, later, Optional.empty()))))
                .singleElement()
                .asString()
                .endsWith("fire 1 dispatched, attempt 1, to partition 3, 90000 ms after it came due");
        assertThat(timeline.lines(decision(
                        new AdmissionInput(),
                        new AttemptDispatched(1, 0, 2, TOKEN, 3, later, later, Optional.empty()))))
                .as("a retry is not late by its due time")
                .singleElement()
                .asString()
                .endsWith("attempt 2, to partition 3");
    }

    @Test
    void the_shards_of_a_sharded_fire_end_one_by_one() {
        timeline.lines(decision(new TimerInput(), opened(2)));

        assertThat(timeline.lines(
                        decision(new TimerInput(), new ShardEnded(1, 1, FireEnd.FAILED, "the runner said so"))))
                .containsExactly("2027-03-14 06:30:00.000Z  fire 1 shard 1 ended: failed: the runner said so  [timer]");
    }

    @Test
    void the_first_shard_of_a_sharded_fire_is_told_as_a_shard() {
        timeline.lines(decision(new TimerInput(), opened(2)));

        assertThat(timeline.lines(decision(new TimerInput(), new ShardEnded(1, 0, FireEnd.SUCCEEDED, ""))))
                .containsExactly("2027-03-14 06:30:00.000Z  fire 1 shard 0 ended: succeeded  [timer]");
        assertThat(timeline.lines(decision(new TimerInput(), ended("done"))))
                .singleElement()
                .asString()
                .contains("fire 1 shard 0 attempt ended: success");
    }

    @Test
    void lines_of_many_jobs_tell_each_end_once() {
        assertThat(timeline.linesWithKey(
                        decision(new TimerInput(), new ShardEnded(1, 0, FireEnd.SUCCEEDED, ""), fireEnded())))
                .containsExactly("2027-03-14 06:30:00.000Z  mail/1  fire 1 ended: succeeded (1 attempt)");
    }

    @Test
    void a_fire_whose_opening_was_not_read_is_sharded_if_anything_read_says_so() {
        timeline.learn(decision(new TimerInput(), new AttemptDispatched(1, 1, 1, TOKEN, 3, T0, T0, Optional.empty())));

        assertThat(timeline.linesWithKey(
                        decision(new TimerInput(), new ShardEnded(1, 0, FireEnd.SUCCEEDED, ""), fireEnded())))
                .containsExactly(
                        "2027-03-14 06:30:00.000Z  mail/1  fire 1 shard 0 ended: succeeded",
                        "2027-03-14 06:30:00.000Z  mail/1  fire 1 ended: succeeded (1 attempt)");
        assertThat(timeline.linesWithKey(decision(new TimerInput(), new ShardEnded(2, 0, FireEnd.FAILED, ""))))
                .as("a shard that ended without its fire has others beside it")
                .containsExactly("2027-03-14 06:30:00.000Z  mail/1  fire 2 shard 0 ended: failed");
    }

    @Test
    void what_runners_say_cannot_break_a_line() {
        assertThat(timeline.lines(decision(new TimerInput(), ended("a\u001b[31m\tb"))))
                .singleElement()
                .asString()
                .contains("a [31m b")
                .doesNotContain("\u001b");
    }

    static AuditRecord decision(AuditInput input, JobEvent... events) {
        return new AuditRecord(
                "mail",
                "1",
                Optional.of(ID),
                Optional.of(1L),
                input,
                Optional.empty(),
                T0,
                "tracker-1",
                "1",
                "2025a",
                1,
                List.of(events),
                Phase.QUEUED,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    private static JobEvent accepted() {
        return new JobAccepted(
                ID,
                Encoded.of(
                        JobDefinition.builder().repeat(Duration.ofSeconds(2), 3).build()),
                T0,
                T0,
                Optional.of(T0),
                false,
                Optional.empty(),
                Optional.empty());
    }

    private static JobEvent opened(int shards) {
        return new FireOpened(
                1,
                FireKind.SCHEDULED,
                T0,
                T0,
                false,
                false,
                1,
                100,
                shards,
                Optional.empty(),
                Optional.of(T0.plusSeconds(2)));
    }

    private static JobEvent ended(String message) {
        return new AttemptEnded(
                1,
                0,
                TOKEN,
                1,
                "node-1",
                AttemptEnd.SUCCESS,
                message,
                "",
                Optional.of(T0),
                Optional.of(T0.plusMillis(12)));
    }

    private static JobEvent fireEnded() {
        return new FireEnded(1, FireEnd.SUCCEEDED, "", T0, T0, 1, 0, "");
    }
}
