package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobDefinition;
import io.duestream.job.JobKey;
import io.duestream.record.JobCommand;
import io.duestream.record.command.CancelJob;
import io.duestream.record.command.CommandsMarker;
import io.duestream.record.event.CatchUpEnded;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.MarkerSeen;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatchUpTest {
    private TaskUnderTest task;

    @BeforeEach
    void create() {
        task = new TaskUnderTest();
    }

    @AfterEach
    void stop() {
        task.close();
    }

    @Test
    void nothing_is_swept_before_the_markers_have_come_back() {
        task.started().submit("mail/a", JobDefinition.builder().at(task.now.plusSeconds(5)));
        task.revoked();
        task.advanceClockWhileAway(Duration.ofMinutes(1));

        task.assigned();
        task.advance(Duration.ofSeconds(5));
        assertThat(task.sent.dispatches("mail")).isEmpty();

        task.comeBack();
        task.advance(Duration.ofMillis(1));
        assertThat(task.sent.dispatches("mail")).hasSize(1);
        assertThat(task.sent.events(CatchUpEnded.class).get(0).byMarkers()).isTrue();
    }

    @Test
    void a_cancellation_that_is_in_the_log_already_wins_against_the_timer() {
        task.started().submit("mail/a", JobDefinition.builder().at(task.now.plusSeconds(5)));
        task.revoked();
        task.advanceClockWhileAway(Duration.ofMinutes(1));

        task.assigned();
        task.command("mail/a", new CancelJob(false, ""));
        task.comeBack();
        task.advance(Duration.ofMinutes(1));

        assertThat(task.sent.dispatches("mail")).isEmpty();
        assertThat(task.sent.events(JobEnded.class)).hasSize(1);
    }

    @Test
    void a_job_submitted_and_cancelled_while_nobody_was_there_does_not_run() {
        task.assigned();
        task.submit("mail/at", JobDefinition.builder().at(task.now.minusSeconds(10)));
        task.submit("mail/now", JobDefinition.builder());
        task.command("mail/at", new CancelJob(false, ""));
        task.command("mail/now", new CancelJob(false, ""));
        task.comeBack();
        task.advance(Duration.ofMinutes(1));

        assertThat(task.sent.dispatches("mail")).isEmpty();
        assertThat(task.sent.events(FireEnded.class))
                .extracting(FireEnded::end)
                .containsExactly(FireEnd.CANCELLED, FireEnd.CANCELLED);
    }

    @Test
    void what_was_submitted_meanwhile_is_accepted_at_once_and_goes_when_all_is_read() {
        task.assigned();
        task.submit("mail/a", JobDefinition.builder());
        assertThat(task.sent.events(JobAccepted.class)).hasSize(1);
        assertThat(task.sent.dispatches("mail")).isEmpty();

        task.comeBack();
        task.advance(Duration.ofMillis(1));

        assertThat(task.sent.dispatches("mail")).hasSize(1);
    }

    @Test
    void markers_that_never_come_end_the_waiting_twenty_seconds_after_the_last_record() {
        task.assigned();
        task.submit("mail/a", JobDefinition.builder());
        for (int i = 0; i < 3; i++) {
            task.advance(Duration.ofSeconds(19));
            task.command("mail/other", new CancelJob(false, ""));
        }
        task.advance(Duration.ofMillis(19_999));
        assertThat(task.sent.events(CatchUpEnded.class)).isEmpty();

        task.advance(Duration.ofMillis(1));
        assertThat(task.sent.events(CatchUpEnded.class)).containsExactly(new CatchUpEnded("nonce-1", false));
        assertThat(task.sent.dispatches("mail")).hasSize(1);
    }

    @Test
    void a_task_whose_turn_to_be_read_comes_late_waits_for_what_is_in_its_log() {
        task.started().submit("mail/a", JobDefinition.builder().at(task.now.plusSeconds(5)));
        task.revoked();
        task.advanceClockWhileAway(Duration.ofMinutes(1));
        task.unfetched = 2;
        task.assigned();

        task.advance(Duration.ofMinutes(2));
        task.unfetched = 0;
        task.advance(Duration.ofSeconds(19));
        task.command("mail/a", new CancelJob(false, ""));
        task.comeBack();
        task.advance(Duration.ofMinutes(1));

        assertThat(task.sent.dispatches("mail")).isEmpty();
        assertThat(task.sent.events(CatchUpEnded.class)).containsExactly(new CatchUpEnded("nonce-2", true));
    }

    @Test
    void a_clock_that_is_set_forward_does_not_end_the_waiting() {
        task.started().submit("mail/a", JobDefinition.builder().at(task.now.plusSeconds(5)));
        task.revoked();
        task.assigned();
        task.setClockForward(Duration.ofHours(1));
        assertThat(task.sent.events(CatchUpEnded.class)).isEmpty();

        task.command("mail/a", new CancelJob(false, ""));
        task.comeBack();
        task.advance(Duration.ofMinutes(1));
        assertThat(task.sent.dispatches("mail")).isEmpty();
    }

    @Test
    void a_marker_of_an_assignment_before_is_told_and_ends_nothing() {
        task.assigned();
        JobCommand old = new JobCommand(
                "~marker", "0", task.now, "", Optional.empty(), new CommandsMarker("nonce-of-yesterday"));
        task.command(old);

        assertThat(task.sent.events(MarkerSeen.class)).containsExactly(new MarkerSeen("nonce-of-yesterday", false));
        assertThat(task.sent.events(CatchUpEnded.class)).isEmpty();
        assertThat(task.sent.audit().get(0).key()).isEqualTo(new JobKey("~tracker", "0"));
    }

    @Test
    void one_marker_alone_ends_nothing() {
        task.assigned();
        task.sent.takeUnderWay();
        task.command(new JobCommand("~marker", "0", task.now, "", Optional.empty(), new CommandsMarker("nonce-1")));

        assertThat(task.sent.events(MarkerSeen.class)).containsExactly(new MarkerSeen("nonce-1", true));
        assertThat(task.sent.events(CatchUpEnded.class)).isEmpty();
    }
}
