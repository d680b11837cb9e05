package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.codec.RecordCodec;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobKey;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.command.CommandsMarker;
import io.duestream.record.command.PauseJob;
import io.duestream.record.report.FeedbackMarker;
import io.duestream.record.report.Started;
import io.duestream.topic.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cannot be used goes to the dead letters as it was, with a reason, and changes nothing else. */
class RefusedRecordsTest {
    private TaskUnderTest task;

    @BeforeEach
    void start() {
        task = new TaskUnderTest().started();
    }

    @AfterEach
    void stop() {
        task.close();
    }

    @Test
    void garbage_on_either_input() {
        task.readCommand("no job at all".getBytes(StandardCharsets.UTF_8));
        onlyDeadLetter("not in Avro single-object encoding");
        task.readFeedback("no report at all".getBytes(StandardCharsets.UTF_8));
        onlyDeadLetter("not in Avro single-object encoding");
    }

    @Test
    void no_value_on_either_input() {
        task.readCommand(null);
        onlyDeadLetter("the value is missing");
        task.readFeedback(null);
        onlyDeadLetter("the value is missing");
    }

    @Test
    void a_record_that_ends_within_a_value() {
        byte[] whole = RecordCodec.of(JobCommand.class)
                .encode(new JobCommand("mail", "a", task.now, "", Optional.empty(), new PauseJob("")));
        task.readCommand(java.util.Arrays.copyOf(whole, whole.length - 2));

        onlyDeadLetter("the record ends within a value");
    }

    @Test
    void a_report_without_job_id_or_token() {
        JobDispatch run = submitted();
        JobFeedback whole = TaskUnderTest.report("mail", "a", run, new Started(task.now));
        task.feedback(new JobFeedback(
                "mail", "a", Optional.empty(), 1, 0, whole.token(), 1, "n", Optional.empty(), whole.body()));
        onlyDeadLetter("needs the job id and the token");
        task.feedback(new JobFeedback(
                "mail", "a", whole.jobId(), 1, 0, Optional.empty(), 1, "n", Optional.empty(), whole.body()));
        onlyDeadLetter("needs the job id and the token");
    }

    @Test
    void a_marker_under_the_key_of_a_job() {
        JobDispatch run = submitted();
        task.command("mail/a", new CommandsMarker("nonce"));
        onlyDeadLetter("a CommandsMarker says nothing to a job, and mail/a names one");
        task.report(run, new FeedbackMarker("nonce"));
        onlyDeadLetter("a FeedbackMarker says nothing to a job, and mail/a names one");
    }

    @Test
    void a_report_or_another_command_under_a_key_of_the_tracker() {
        JobDispatch run = submitted();
        task.command("~marker/0", new PauseJob(""));
        onlyDeadLetter("a PauseJob under a key that begins with ~ is not known to this tracker");
        task.feedback(TaskUnderTest.report("~marker", "0", run, new Started(task.now)));
        onlyDeadLetter("a Started under a key that begins with ~ is not known to this tracker");
    }

    @Test
    void the_dead_letter_holds_the_record_and_tells_where_it_stood() {
        byte[] key = {1, 2};
        byte[] value = {3, 4, 5};
        long offset = task.read(task.topics.commands().name(), key, value);

        Outgoing letter = task.sent.to(task.topics.deadLetters().name()).get(0);
        assertThat(letter.value()).isEqualTo(value);
        assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo("test.commands");
        assertThat(header(letter, DeadLetters.PARTITION)).isEqualTo("0");
        assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo(Long.toString(offset));
    }

    @Test
    void the_next_record_is_taken_as_ever() {
        task.readCommand(new byte[] {(byte) 0xC3, 1, 0});
        task.submit("mail/a", JobDefinition.builder());

        assertThat(task.sent.dispatches("mail")).hasSize(1);
    }

    @Test
    void a_record_at_which_the_tracker_fails_is_set_aside_when_it_is_read_again() {
        task.commitFails = new IllegalStateException("planted");
        assertThatThrownBy(() -> task.submit("mail/a", JobDefinition.builder())).hasMessage("planted");
        task.commitFails = null;
        Runnable again = task.again();
        task.restarted();

        again.run();

        onlyDeadLetter("a tracker failed when it took it: java.lang.IllegalStateException: planted");
        task.submit("mail/b", JobDefinition.builder());
        assertThat(task.sent.dispatches("mail")).hasSize(1);
    }

    @Test
    void a_record_whose_transaction_fails_is_taken_when_it_is_read_again() {
        task.commitFails = new KafkaException("planted");
        assertThatThrownBy(() -> task.submit("sms/a", JobDefinition.builder())).hasMessage("planted");
        task.commitFails = null;

        task.again().run();

        assertThat(task.sent.deadLetters()).isEmpty();
        assertThat(task.sent.audit()).isNotEmpty();
    }

    @Test
    void a_misplaced_record_is_sent_to_its_owner_once() {
        TaskUnderTest one = new TaskUnderTest();
        one.partitions = 4;
        one.partition = 1;
        one.started();
        String key = keyOwnedBy(3);
        long offset = one.submit(key, JobDefinition.builder());

        assertThat(one.sent.events()).containsExactly(new io.duestream.record.event.RecordForwarded(3));
        Outgoing forwarded = one.sent.to(one.topics.commands().name()).get(0);
        assertThat(forwarded.partition()).isEqualTo(3);
        JobCommand copy = one.sent.commands().get(0);
        assertThat(copy.key()).isEqualTo(JobKey.parse(key));
        assertThat(copy.forwardedFrom().orElseThrow().offset()).isEqualTo(offset);
        one.sent.forget();

        one.command(copy);
        assertThat(one.sent.deadLetters())
                .singleElement()
                .asString()
                .contains("it was forwarded from partition 1 and stands in 1, but 3 owns " + key);
        assertThat(one.sent.audit()).isEmpty();
        one.close();
    }

    @Test
    void a_misplaced_report_is_sent_to_its_owner_once() {
        JobDispatch run = submitted();
        TaskUnderTest one = new TaskUnderTest();
        one.partitions = 4;
        one.partition = 1;
        one.started();
        JobKey key = JobKey.parse(keyOwnedBy(2));
        one.feedback(TaskUnderTest.report(key.group(), key.taskId(), run, new Started(one.now)));

        assertThat(one.sent.to(one.topics.feedback().name()).get(0).partition()).isEqualTo(2);
        JobFeedback copy = one.sent.feedback().get(0);
        one.sent.forget();
        one.feedback(copy);
        assertThat(one.sent.deadLetters()).hasSize(1);
        assertThat(one.sent.audit()).isEmpty();
        one.close();
    }

    @Test
    void a_forwarded_record_is_taken_by_its_owner_under_the_position_of_the_copy() {
        task.command(new JobCommand("mail", "before", task.now, "", Optional.empty(), new PauseJob("")));
        task.sent.forget();
        TaskUnderTest one = new TaskUnderTest();
        one.partitions = 4;
        one.partition = 1;
        one.started();
        one.submit(keyOwnedBy(3), JobDefinition.builder());
        JobCommand copy = one.sent.commands().get(0);
        one.close();

        TaskUnderTest owner = new TaskUnderTest();
        owner.partitions = 4;
        owner.partition = 3;
        owner.started();
        long offset = owner.command(copy);

        assertThat(owner.sent.dispatches("mail").get(0).jobId()).hasToString("3-" + offset);
        assertThat(owner.sent.audit().get(0).forwardedFrom()).isPresent();
        owner.close();
    }

    private static String keyOwnedBy(int partition) {
        for (int i = 0; ; i++) {
            JobKey key = new JobKey("mail", "job-" + i);
            if (io.duestream.topic.JobPartition.of(key, 4) == partition) {
                return key.toString();
            }
        }
    }

    private JobDispatch submitted() {
        task.submit("mail/a", JobDefinition.builder());
        JobDispatch run = task.sent.dispatches("mail").get(0);
        task.sent.forget();
        return run;
    }

    private void onlyDeadLetter(String reason) {
        assertThat(task.sent.deadLetters()).singleElement().asString().contains(reason);
        assertThat(task.sent.size()).isEqualTo(1);
        task.sent.forget();
    }

    private static String header(Outgoing record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
