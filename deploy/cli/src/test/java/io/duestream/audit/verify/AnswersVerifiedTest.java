package io.duestream.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.audit.log.LogTopic;
import io.duestream.job.JobKey;
import io.duestream.job.Phase;
import io.duestream.record.AdmissionInput;
import io.duestream.record.InputTopic;
import io.duestream.record.RecordInput;
import io.duestream.record.TimerInput;
import io.duestream.record.event.CommandRefused;
import io.duestream.record.event.JobPaused;
import io.duestream.record.event.RecordForwarded;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small logs, most of them with one mistake: what belongs together in different topics, and order among jobs. */
class AnswersVerifiedTest extends JobStory {
    @Test
    void a_waiting_fire_that_is_passed_by_a_later_one_is_found() {
        JobKey urgent = new JobKey("mail", "urgent");
        JobKey usual = new JobKey("mail", "usual");
        waits(urgent, 1);
        waits(usual, 50);
        log.decide(usual, new AdmissionInput(), Phase.QUEUED, null, List.of(log.dispatched(usual, 1, 1, 1)));

        assertOnly(log.verdict(), "order-among-waiting", "(priority 50", "before fire 1", "(priority 1,");
    }

    @Test
    void waiting_fires_that_go_in_order_are_fine() {
        JobKey usual = new JobKey("mail", "usual");
        JobKey urgent = new JobKey("mail", "urgent");
        waits(usual, 50);
        waits(urgent, 1);
        log.decide(urgent, new AdmissionInput(), Phase.QUEUED, null, List.of(log.dispatched(urgent, 1, 1, 1)));
        log.decide(usual, new AdmissionInput(), Phase.QUEUED, null, List.of(log.dispatched(usual, 1, 1, 1)));

        assertThat(log.verdict().violations()).isEmpty();
    }

    @Test
    void a_fire_that_passes_a_queue_without_having_stood_in_it_is_found() {
        waits(new JobKey("mail", "patient"), 50);
        runs(KEY);

        assertOnly(log.verdict(), "order-among-waiting", "is dispatched before", "which waits");
    }

    @Test
    void a_record_that_is_answered_twice_is_found() {
        RecordInput command = log.command();
        log.answer(KEY, command, new CommandRefused("PauseJob", "no job"));
        log.answer(KEY, command, new CommandRefused("PauseJob", "no job"));

        assertOnly(log.verdict(), "answered-once", "answers test.commands-0@0 a second time");
    }

    @Test
    void a_dead_letter_is_an_answer() {
        log.command();
        log.deadLetter(LogTopic.COMMANDS, 0);
        log.answer(KEY, log.command(), new CommandRefused("PauseJob", "no job"));

        assertThat(log.verdict().violations()).isEmpty();
    }

    @Test
    void a_command_at_the_end_waits_unless_the_tracker_has_nothing_else_to_do() {
        log.answer(KEY, log.command(), new CommandRefused("PauseJob", "no job"));
        log.command();

        assertThat(log.verdict().proven()).isTrue();
        assertThat(log.verdict().waiting()).isEqualTo(1);
        assertOnly(log.verdict(true), "answered-once", "has no answer");
    }

    @Test
    void a_command_of_a_newer_version_is_kept_until_an_upgrade_and_answered_then() {
        RecordInput kept = log.newerCommand();
        log.newerCommand();
        log.answer(KEY, log.command(), new CommandRefused("PauseJob", "no job"));
        log.answer(KEY, kept, new CommandRefused("PauseJob", "no job"));

        assertThat(log.verdict(true).violations()).isEmpty();
    }

    @Test
    void an_answer_to_a_record_that_does_not_exist_is_found() {
        log.answer(KEY, log.command(), new CommandRefused("PauseJob", "no job"));
        log.marker(LogTopic.COMMANDS);
        log.answer(KEY, new RecordInput(InputTopic.COMMANDS, 0, 1), new CommandRefused("PauseJob", "no job"));
        log.answer(KEY, log.command(), new CommandRefused("PauseJob", "no job"));

        assertOnly(log.verdict(), "answered-once", "is answered, but no such record is in the log");
    }

    @Test
    void a_decision_that_cannot_be_read_makes_a_job_unknown_and_is_no_gap() {
        runs(KEY);
        log.unreadableDecision(KEY);
        log.skipSequence(KEY);
        log.decide(KEY, new TimerInput(), Phase.PAUSED, null, List.of(new JobPaused("")));

        Verdict verdict = log.verdict();

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.unreadable()).hasSize(1);
        assertThat(verdict.unknown()).isEqualTo(1);
    }

    @Test
    void a_dispatch_without_a_record_is_found() {
        runs(KEY);
        succeeds(KEY);
        log.withoutDispatchRecords();
        runs(new JobKey("mail", "torn"));

        assertOnly(log.verdict(), "dispatch-agrees", "no such record is in the dispatch topic");
    }

    @Test
    void a_group_whose_dispatch_topic_is_gone_cannot_be_checked() {
        log.withoutDispatchRecords();
        runs(KEY);
        succeeds(KEY);

        Verdict verdict = log.verdict();

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.checks())
                .filteredOn(each -> each.name().equals("dispatch-agrees"))
                .singleElement()
                .satisfies(each -> assertThat(each.notCheckable()).isEqualTo(1));
    }

    @Test
    void a_record_that_was_forwarded_and_never_arrived_is_found() {
        log.answer(new JobKey("~tracker", "0"), log.command(), new RecordForwarded(1));

        assertOnly(log.verdict(), "forwarded-arrive", "forwards test.commands-0@0", "the copy has no answer");
    }
}
