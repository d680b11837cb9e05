package io.duestream.audit.verify;

import static io.duestream.audit.verify.HandMadeLog.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.At;
import io.duestream.job.JobKey;
import io.duestream.job.Phase;
import io.duestream.record.AssignmentInput;
import io.duestream.record.RecordInput;
import io.duestream.record.TimerInput;
import io.duestream.record.event.CatchUpEnded;
import io.duestream.record.event.JobCancelled;
import io.duestream.record.event.JobEnd;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.MarkerSeen;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A partition changes hands; what its new owner read first. */
class ReadBeforeActingTest extends JobStory {
    private static final JobKey MARKER = new JobKey("~marker", "0");

    @Test
    void an_owner_that_acts_after_its_markers_have_come_back_is_fine() {
        cameBack("one");
        due();
        log.takenOverBy("two");
        cameBack("two");
        fires();

        assertThat(log.verdict().violations()).isEmpty();
        assertThat(checked(log.verdict())).isEqualTo(3);
    }

    @Test
    void an_owner_that_acts_before_it_has_read_what_stood_there_is_found() {
        cameBack("one");
        due();
        log.takenOverBy("two");
        fires();
        cameBack("two");

        assertOnly(log.verdict(), "read-before-acting", "two acts by itself before it has read");
    }

    @Test
    void an_owner_that_says_to_be_ready_with_one_of_two_markers_is_found() {
        cameBack("one");
        log.takenOverBy("two");
        log.answer(MARKER, log.command(), new MarkerSeen("two", true));
        log.answer(MARKER, new AssignmentInput(), new CatchUpEnded("two", true));

        assertOnly(log.verdict(), "read-before-acting", "only those of [COMMANDS] have");
    }

    @Test
    void a_job_that_fires_though_its_cancel_stood_in_the_log_is_found() {
        due();
        RecordInput cancel = log.command();
        log.takenOverBy("two");
        RecordInput marker = log.command();
        log.answer(MARKER, new AssignmentInput(), new CatchUpEnded("two", false));
        fires();
        cancelled(cancel);
        log.answer(MARKER, marker, new MarkerSeen("two", true));

        assertOnly(log.verdict(), "read-before-acting", "stood in the log already");
    }

    @Test
    void a_cancel_that_comes_after_the_fire_is_none_of_its_business() {
        due();
        log.takenOverBy("two");
        RecordInput marker = log.command();
        log.answer(MARKER, new AssignmentInput(), new CatchUpEnded("two", false));
        fires();
        log.answer(MARKER, marker, new MarkerSeen("two", true));
        cancelled(log.command());

        assertThat(log.verdict().violations()).isEmpty();
    }

    @Test
    void a_first_owner_is_not_judged_before_it_says_that_it_has_caught_up() {
        due();
        fires();

        assertThat(log.verdict().violations()).isEmpty();
        assertThat(checked(log.verdict())).isZero();
    }

    @Test
    void a_cancel_after_the_fire_is_fine_though_the_marker_of_the_feedback_comes_late() {
        due();
        log.takenOverBy("two");
        log.answer(MARKER, log.command(), new MarkerSeen("two", true));
        RecordInput marker = log.feedbackMarker();
        log.answer(MARKER, new AssignmentInput(), new CatchUpEnded("two", false));
        fires();
        cancelled(log.command());
        log.answer(MARKER, marker, new MarkerSeen("two", true));

        assertThat(log.verdict().violations()).isEmpty();
    }

    @Test
    void the_marker_of_the_feedback_says_nothing_of_a_cancel_while_that_of_the_commands_is_missing() {
        due();
        log.takenOverBy("two");
        RecordInput marker = log.command();
        log.answer(MARKER, new AssignmentInput(), new CatchUpEnded("two", false));
        fires();
        log.answer(MARKER, log.feedbackMarker(), new MarkerSeen("two", true));
        log.answer(MARKER, marker, new MarkerSeen("two", true));
        cancelled(log.command());

        assertThat(log.verdict().violations()).isEmpty();
    }

    @Test
    void a_log_that_begins_between_two_markers_is_not_judged_by_the_second() {
        log.answer(MARKER, log.feedbackMarker(), new MarkerSeen("one", true));
        log.answer(MARKER, new AssignmentInput(), new CatchUpEnded("one", true));

        assertThat(log.verdict().violations()).isEmpty();
        assertThat(checked(log.verdict())).isZero();
    }

    @Test
    void an_owner_whose_end_of_waiting_cannot_be_read_is_not_judged_until_the_next_one() {
        cameBack("one");
        due();
        log.takenOverBy("two");
        log.answer(MARKER, log.command(), new MarkerSeen("two", true));
        log.answer(MARKER, log.feedbackMarker(), new MarkerSeen("two", true));
        log.unreadableDecision(MARKER);
        fires();
        assertThat(log.verdict().violations()).isEmpty();
        assertThat(checked(log.verdict())).isEqualTo(1);

        log.takenOverBy("three");
        cameBack("three");
        assertThat(checked(log.verdict())).isEqualTo(2);
    }

    @Test
    void an_owner_of_which_one_marker_cannot_be_read_is_not_judged() {
        cameBack("one");
        log.takenOverBy("two");
        log.command();
        log.unreadableDecision(MARKER);
        log.answer(MARKER, log.feedbackMarker(), new MarkerSeen("two", true));
        log.answer(MARKER, new AssignmentInput(), new CatchUpEnded("two", true));

        assertThat(log.verdict().violations()).isEmpty();
    }

    @Test
    void a_job_that_is_handed_out_as_it_is_accepted_while_the_log_is_read_is_found() {
        cameBack("one");
        log.takenOverBy("two");
        log.answer(MARKER, log.command(), new MarkerSeen("two", true));
        handedOutAtOnce();

        assertOnly(log.verdict(), "read-before-acting", "two hands out an attempt before it has read");
    }

    @Test
    void a_job_that_is_handed_out_as_it_is_accepted_after_the_markers_is_fine() {
        cameBack("one");
        log.takenOverBy("two");
        cameBack("two");
        handedOutAtOnce();

        assertThat(log.verdict().violations()).isEmpty();
    }

    private static long checked(Verdict verdict) {
        return verdict.checks().stream()
                .filter(each -> each.name().equals("read-before-acting"))
                .findFirst()
                .orElseThrow()
                .checked();
    }

    private void cameBack(String nonce) {
        log.answer(MARKER, log.command(), new MarkerSeen(nonce, true));
        log.answer(MARKER, log.feedbackMarker(), new MarkerSeen(nonce, true));
        log.answer(MARKER, new AssignmentInput(), new CatchUpEnded(nonce, true));
    }

    private void due() {
        RecordInput command = log.command();
        log.decide(
                KEY,
                command,
                Phase.SCHEDULED,
                at(60),
                List.of(log.accepted(KEY, command, job(new At(at(60))), at(0), at(60))));
    }

    private void handedOutAtOnce() {
        RecordInput command = log.command();
        log.decide(
                KEY,
                command,
                Phase.QUEUED,
                null,
                List.of(
                        log.accepted(KEY, command, job(new At(at(0))), at(0), at(0)),
                        log.opened(1, at(0), null),
                        log.dispatched(KEY, 1, 1, 1)));
    }

    private void fires() {
        log.when(60)
                .decide(
                        KEY,
                        new TimerInput(),
                        Phase.QUEUED,
                        null,
                        List.of(log.opened(1, at(60), null), log.dispatched(KEY, 1, 1, 1)));
    }

    private void cancelled(RecordInput cancel) {
        log.decide(KEY, cancel, Phase.CANCELLING, null, List.of(new JobCancelled(false, "")));
        RecordInput report = log.report(KEY, 1, log.token(KEY, 1), 1, HandMadeLog.success());
        List<JobEvent> events = new ArrayList<>(log.succeeded(KEY, 1, 1, 1, at(60)));
        events.add(new JobEnded(JobEnd.CANCELLED));
        log.decide(KEY, report, Phase.ENDED, null, events);
    }
}
