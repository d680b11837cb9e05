package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobDefinition;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.command.NoticeKind;
import io.duestream.record.command.TrackerNotice;
import io.duestream.record.event.AttemptDoubtSent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemadeTopicsTest {
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
    void what_was_dispatched_into_a_topic_that_was_made_anew_is_handed_out_again() {
        task.submit("mail/lost", JobDefinition.builder());
        task.submit("mail/running", JobDefinition.builder());
        List<JobDispatch> before = task.sent.dispatches("mail");
        task.start(before.get(1));
        task.advance(Duration.ofSeconds(1));

        task.command(remade("mail"));
        task.advance(Duration.ofSeconds(1));
        task.comeBack();

        assertThat(task.sent.events(AttemptDoubtSent.class)).hasSize(1);
        List<JobDispatch> after = task.sent.dispatches("mail");
        assertThat(after).hasSize(3);
        assertThat(after.get(2).taskId()).isEqualTo("lost");
        assertThat(after.get(2).token()).isGreaterThan(before.get(0).token());
    }

    @Test
    void every_job_of_the_group_is_looked_at_and_none_of_another() {
        task.groups.put("mail-two", 1);
        task.submit("mail-two/other", JobDefinition.builder());
        IntStream.range(0, 30).forEach(i -> task.submit("mail/due" + i, JobDefinition.builder()));
        int dispatched = task.sent.dispatches("mail").size();
        task.advance(Duration.ofSeconds(1));

        task.command(remade("mail"));
        task.advance(Duration.ofSeconds(1));

        assertThat(task.sent.events(AttemptDoubtSent.class)).hasSize(dispatched);
    }

    @Test
    void what_is_dispatched_after_the_notice_is_left_alone() {
        task.command(remade("mail"));
        task.advance(Duration.ofSeconds(1));
        task.submit("mail/new", JobDefinition.builder());
        task.advance(Duration.ofSeconds(1));

        assertThat(task.sent.events(AttemptDoubtSent.class)).isEmpty();
    }

    private JobCommand remade(String group) {
        return new JobCommand(
                "~notice",
                "0",
                task.now,
                "",
                Optional.empty(),
                new TrackerNotice(NoticeKind.TOPIC_REMADE, group, Optional.empty()));
    }
}
