package io.duestream.tracker.core;

import static io.duestream.job.Result.EXCEPTION;
import static io.duestream.job.Result.FAILED;
import static io.duestream.job.Result.SUCCESS;
import static io.duestream.tracker.core.Scenario.aJob;
import static io.duestream.tracker.core.Scenario.everyMinute;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinitionBuilder;
import io.duestream.job.JobId;
import io.duestream.job.OnDuplicate;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.Phase;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.DuplicateIgnored;
import io.duestream.record.event.DuplicateReason;
import io.duestream.record.event.FireOpened;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a submission does when a job lives under its key. */
class ReplaceTest {
    @Test
    void keep_leaves_the_live_job_and_names_it_and_its_phase() {
        Scenario job = Scenario.of(everyMinute());
        job.submit(aJob()).told("duplicate ignored: JOB_KEPT, 0-0 is SCHEDULED");
        job.at("00:01:00").due().submit(aJob()).told("duplicate ignored: JOB_KEPT, 0-0 is WAITING");
        job.admit().submit(aJob()).told("duplicate ignored: JOB_KEPT, 0-0 is QUEUED");
        job.started(1, 0).submit(aJob()).told("duplicate ignored: JOB_KEPT, 0-0 is RUNNING");
        job.finished(1, EXCEPTION).submit(aJob()).told("duplicate ignored: JOB_KEPT, 0-0 is BACKING_OFF");
        job.pause().submit(aJob()).told("duplicate ignored: JOB_KEPT, 0-0 is PAUSED");
        job.resume().at("00:01:30").due().run().cancel();
        job.submit(aJob()).told("duplicate ignored: JOB_KEPT, 0-0 is CANCELLING");
    }

    @Test
    void the_same_submission_is_ignored_even_if_it_wants_to_replace() {
        Scenario.from("2027-01-01T00:00:00Z")
                .submit(everyMinute(), "s-1")
                .submit(aJob().onDuplicate(OnDuplicate.REPLACE), "s-1")
                .told("duplicate ignored: SAME_SUBMISSION, 0-0 is SCHEDULED");
    }

    @Test
    void a_replacement_sent_twice_replaces_once() {
        Scenario.of(everyMinute())
                .submit(replacement(), "s-2")
                .told("REPLACED to version 2, next 00:05:00")
                .submit(replacement(), "s-2")
                .told("duplicate ignored: SAME_SUBMISSION, 0-0 is SCHEDULED");
    }

    @Test
    void a_submission_seen_before_is_ignored_even_when_its_job_has_ended() {
        Scenario job = Scenario.of(aJob()).run().finished(1, SUCCESS).gone();
        SubmitJob again = new SubmitJob(Optional.of("s-1"), false, Optional.empty(), Encoded.of(aJob().build()));

        job.input(new Input.CommandReceived(again, new JobId(0, 9), true));

        assertThat(job.events())
                .containsExactly(new DuplicateIgnored(DuplicateReason.SAME_SUBMISSION, Optional.empty(), Phase.NONE));
    }

    @Test
    void replace_gives_a_scheduled_job_a_new_definition_and_keeps_its_id() {
        Scenario.of(everyMinute())
                .submit(replacement().payload("new"))
                .told("REPLACED to version 2, next 00:05:00")
                .wakesAt("00:05:00")
                .at("00:05:00")
                .due()
                .expect(FireOpened.class, e -> assertThat(e.version()).isEqualTo(2))
                .admit()
                .expect(
                        AttemptDispatched.class,
                        e -> assertThat(e.token().accepted()).isZero());
    }

    @Test
    void replace_ends_a_waiting_fire() {
        Scenario.of(aJob())
                .submit(replacement())
                .told(
                        "REPLACED to version 2, next 00:05:00",
                        "1.0 REPLACED: a submission replaced the definition",
                        "fire 1 REPLACED");
    }

    @Test
    void replace_drops_a_pending_retry() {
        Scenario.of(aJob())
                .run()
                .finished(1, EXCEPTION)
                .submit(replacement())
                .told(
                        "REPLACED to version 2, next 00:05:00",
                        "1.0 REPLACED: a submission replaced the definition",
                        "fire 1 REPLACED")
                .wakesAt("00:05:00");
    }

    @Test
    void replace_leaves_a_running_fire_to_its_normal_end_and_opens_no_other_before() {
        for (OverlapPolicy overlap : OverlapPolicy.values()) {
            Scenario.of(aJob())
                    .run()
                    .submit(replacement().overlap(overlap))
                    .told("REPLACED to version 2, next 00:05:00")
                    .phase(Phase.RUNNING)
                    .at("00:05:10")
                    .due()
                    .told()
                    .sleeps()
                    .at("00:05:20")
                    .finished(1, SUCCESS)
                    .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "fire 2 for 00:05:00");
        }
    }

    @Test
    void replace_leaves_a_dispatched_attempt_to_its_normal_end() {
        Scenario.of(aJob())
                .admit()
                .submit(replacement())
                .told("REPLACED to version 2, next 00:05:00")
                .started(1, 0)
                .finished(1, FAILED)
                .told("1.0 attempt FAILED", "1.0 FAILED: the runner said so", "fire 1 FAILED");
    }

    @Test
    void a_running_fire_that_was_replaced_is_not_tried_again() {
        Scenario.of(aJob())
                .run()
                .submit(replacement())
                .finished(1, EXCEPTION)
                .told("1.0 attempt EXCEPTION", "1.0 REPLACED: its definition was replaced", "fire 1 REPLACED");
    }

    @Test
    void an_attempt_handed_back_is_not_handed_out_again_when_the_definition_was_replaced() {
        Scenario.of(aJob())
                .admit()
                .submit(replacement())
                .notStarted(1, 0)
                .told("1.0 attempt NOT_STARTED", "1.0 REPLACED: its definition was replaced", "fire 1 REPLACED");
    }

    @Test
    void an_immediate_replacement_of_a_running_job_runs_after_it() {
        Scenario.of(aJob())
                .run()
                .submit(aJob().onDuplicate(OnDuplicate.REPLACE))
                .told("REPLACED to version 2, next 00:00:00")
                .sleeps()
                .at("00:00:40")
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "fire 2 for 00:00:00");
    }

    @Test
    void the_replacement_of_a_replacement_counts() {
        Scenario.of(aJob())
                .run()
                .submit(aJob().payload("second").onDuplicate(OnDuplicate.REPLACE))
                .submit(aJob().payload("third").onDuplicate(OnDuplicate.REPLACE))
                .told("REPLACED to version 3, next 00:00:00")
                .finished(1, SUCCESS)
                .expect(FireOpened.class, e -> assertThat(e.version()).isEqualTo(3))
                .run()
                .finished(2, SUCCESS)
                .gone();
    }

    @Test
    void replacing_a_repeat_begins_its_count_anew() {
        Scenario.of(aJob().repeat(Duration.ofMinutes(1), 2))
                .run()
                .finished(1, SUCCESS)
                .at("00:00:30")
                .submit(aJob().repeat(Duration.ofMinutes(1), 2).onDuplicate(OnDuplicate.REPLACE))
                .told("REPLACED to version 2, next 00:00:30", "fire 2 for 00:00:30")
                .run()
                .finished(2, SUCCESS)
                .wakesAt("00:01:30");
    }

    @Test
    void replace_revives_a_job_that_is_being_cancelled() {
        Scenario.of(aJob())
                .run()
                .cancel()
                .phase(Phase.CANCELLING)
                .submit(replacement())
                .told("REPLACED to version 2, next 00:05:00")
                .phase(Phase.RUNNING)
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED")
                .wakesAt("00:05:00");
    }

    @Test
    void a_replacement_that_breaks_a_rule_is_rejected_and_the_live_job_stays() {
        Scenario.of(everyMinute())
                .submit(aJob().shards(0).onDuplicate(OnDuplicate.REPLACE))
                .told("rejected: shards: is 0; 1 to 1000 are allowed")
                .wakesAt("00:01:00");
    }

    @Test
    void a_key_is_free_again_when_its_job_has_ended() {
        Scenario.of(aJob())
                .run()
                .finished(1, SUCCESS)
                .submit(aJob())
                .told("accepted, next 00:00:00", "fire 1 for 00:00:00")
                .admit()
                .expect(
                        AttemptDispatched.class,
                        e -> assertThat(e.token().accepted()).isOne());
    }

    private static JobDefinitionBuilder replacement() {
        return aJob().at(Instant.parse("2027-01-01T00:05:00Z")).onDuplicate(OnDuplicate.REPLACE);
    }
}
