package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobKey;
import io.duestream.job.Phase;
import io.duestream.record.AuditRecord;
import io.duestream.record.JobDispatch;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.DuplicateIgnored;
import io.duestream.record.event.DuplicateReason;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnded;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmittingTest {
    @TempDir
    Path folder;

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
    void an_immediate_job_is_accepted_and_dispatched_in_one_audit_record() {
        long offset = task.submit("mail/a", JobDefinition.builder().payload("hello"));

        assertThat(task.sent.audit()).hasSize(1);
        AuditRecord audit = task.sent.audit().get(0);
        assertThat(audit.key()).isEqualTo(JobKey.parse("mail/a"));
        assertThat(audit.sequence()).contains(1L);
        assertThat(audit.phase()).isEqualTo(Phase.QUEUED);
        assertThat(audit.events())
                .hasExactlyElementsOfTypes(JobAccepted.class, FireOpened.class, AttemptDispatched.class);
        List<JobDispatch> runs = task.sent.dispatches("mail");
        assertThat(runs).hasSize(1);
        assertThat(runs.get(0).jobId().offset()).isEqualTo(offset);
        assertThat(runs.get(0).payload().asUtf8()).isEqualTo("hello");
    }

    @Test
    void its_result_ends_it_and_nothing_stays_behind() {
        task.submit("mail/a", JobDefinition.builder());
        task.succeed(task.sent.dispatches("mail").get(0));

        assertThat(task.sent.events(JobEnded.class)).hasSize(1);
        assertThat(task.sent.audit().get(1).sequence()).contains(2L);
        assertThat(Rows.of(task)).isEmpty();
    }

    @Test
    void a_timed_job_is_dispatched_when_its_time_has_come_and_not_before() {
        Instant due = task.now.plusSeconds(90);
        task.submit("mail/a", JobDefinition.builder().at(due));

        task.advanceTo(due.minusMillis(1));
        assertThat(task.sent.dispatches("mail")).isEmpty();
        task.advanceTo(due);

        assertThat(task.sent.dispatches("mail")).hasSize(1);
        assertThat(task.sent.events(AttemptDispatched.class).get(0).dispatchedAt())
                .isEqualTo(due);
    }

    @Test
    void a_restart_on_the_same_folder_keeps_everything() {
        task.close();
        task = new TaskUnderTest(folder).started();
        task.submit("mail/running", JobDefinition.builder());
        task.submit("mail/timed", JobDefinition.builder().at(task.now.plusSeconds(60)));
        task.submit("mail/sharded", JobDefinition.builder().shards(40).at(task.now.plusSeconds(90)));
        submit("mail/known", "order-7");
        List<JobDispatch> before = task.sent.dispatches("mail");
        List<String> rows = Rows.of(task);
        task.restarted();
        assertThat(Rows.of(task)).isEqualTo(rows);

        task.advance(Duration.ofSeconds(60));
        submit("mail/known", "order-7");
        before.forEach(task::succeed);
        task.advance(Duration.ofSeconds(60));
        task.sent.dispatches("mail").forEach(task::succeed);
        task.sent.dispatches("mail").stream().skip(1 + 31).forEach(task::succeed);

        assertThat(task.sent.events(DuplicateIgnored.class)).hasSize(1);
        assertThat(task.sent.dispatches("mail")).hasSize(41);
        assertThat(task.sent.events(JobEnded.class)).hasSize(4);
        assertThat(Rows.of(task)).isEmpty();
    }

    @Test
    void a_submission_id_seen_twice_within_the_window_makes_one_job() {
        submit("mail/a", "order-7");
        task.succeed(task.sent.dispatches("mail").get(0));
        task.advance(Duration.ofMinutes(59));
        submit("mail/a", "order-7");

        assertThat(task.sent.events(JobAccepted.class)).hasSize(1);
        assertThat(task.sent.events(DuplicateIgnored.class))
                .extracting(DuplicateIgnored::reason)
                .containsExactly(DuplicateReason.SAME_SUBMISSION);
    }

    @Test
    void after_the_window_a_submission_id_is_new_again() {
        submit("mail/a", "order-7");
        task.succeed(task.sent.dispatches("mail").get(0));
        task.advance(Duration.ofMinutes(61));
        submit("mail/a", "order-7");

        assertThat(task.sent.events(JobAccepted.class)).hasSize(2);
    }

    @Test
    void one_submission_id_may_stand_under_two_keys() {
        submit("mail/a", "order-7");
        submit("mail/b", "order-7");

        assertThat(task.sent.events(JobAccepted.class)).hasSize(2);
    }

    @Test
    void an_idle_task_wakes_only_to_walk() {
        assertThat(task.wakesAt())
                .hasValueSatisfying(wake ->
                        assertThat(wake).isAfter(task.now.plus(Walker.IDLE).minusSeconds(1)));
    }

    private void submit(String key, String submissionId) {
        task.command(
                key,
                new SubmitJob(
                        Optional.of(submissionId),
                        false,
                        Optional.empty(),
                        Encoded.of(JobDefinition.builder().build())));
    }
}
