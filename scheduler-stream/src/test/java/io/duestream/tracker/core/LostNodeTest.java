package io.duestream.tracker.core;

import static io.duestream.job.Result.LATER;
import static io.duestream.job.Result.SUCCESS;
import static io.duestream.record.report.DoubtReason.NODE_LOST;
import static io.duestream.record.report.DoubtReason.UNSEEN;
import static io.duestream.tracker.core.Scenario.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobId;
import io.duestream.job.Lease;
import io.duestream.job.RetryPolicy;
import io.duestream.record.report.AttemptDoubted;
import io.duestream.record.report.Started;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Attempts whose node died, that nobody saw, or that were handed back. */
class LostNodeTest {
    @Test
    void a_lost_attempt_is_doubted_then_handed_out_again_under_a_higher_token() {
        Scenario job = Scenario.of(aJob()).run();
        Lease lost = job.lease(1, 0);

        job.suspect(1, 0, NODE_LOST)
                .told("1.0 doubted: NODE_LOST until 00:00:30")
                .doubted(1, 0, NODE_LOST)
                .told("1.0 attempt LOST", "1.0 ready: node node-1 was lost")
                .admit();

        assertThat(job.lease(1, 0)).isGreaterThan(lost);
    }

    @Test
    void lost_nodes_do_not_count_as_retries() {
        Scenario job = Scenario.of(aJob().retry(RetryPolicy.fixed(1, Duration.ofSeconds(10))));
        lose(job.run());
        lose(job.run());
        job.run().finished(1, LATER).told("1.0 attempt LATER", "1.0 retry 1 at 00:00:10");
    }

    @Test
    void the_third_lost_node_ends_the_shard_if_nothing_ran_beside_it() {
        Scenario job = Scenario.of(aJob());
        lose(job.run());
        lose(job.run());
        lose(job.runAlone())
                .told(
                        "1.0 attempt LOST",
                        "1.0 FAILED: node lost: 3 runs ended with their nodes, the last on node-1",
                        "fire 1 FAILED",
                        "job COMPLETED");
    }

    @Test
    void what_is_lost_beside_others_runs_again_however_often() {
        Scenario job = Scenario.of(aJob());
        for (int i = 0; i < 9; i++) {
            lose(job.run()).told("1.0 attempt LOST", "1.0 ready: node node-1 was lost");
        }
        job.run().finished(1, SUCCESS).gone();
    }

    @Test
    void what_was_alone_and_is_so_no_more_was_lost_beside_others() {
        Scenario job = Scenario.of(aJob());
        lose(job.run());
        lose(job.run());
        job.runAlone().started(1, 0).told("1.0 started");
        job.report(1, 0, job.lease(1, 0), new Started(job.now(), true))
                .told("Started ignored: it has been reported started under this lease");
        lose(job).told("1.0 attempt LOST", "1.0 ready: node node-1 was lost");
        lose(job.runAlone());
        assertThat(job.story()).contains("fire 1 FAILED");
    }

    @Test
    void company_does_not_prolong_the_time_a_run_may_take() {
        Scenario job = Scenario.of(aJob().runTimeout(Duration.ofSeconds(20))).runAlone();
        job.at("00:00:15").started(1, 0);

        job.at("00:00:20").due().told("1.0 doubted: RUN_TIMEOUT until 00:00:50");
    }

    @Test
    void an_executor_that_does_not_let_it_be_alone_for_a_day_is_not_believed() {
        Scenario job = Scenario.of(aJob());
        for (int i = 0; i < 10; i++) {
            lose(job.run());
        }
        lose(job.run());
        assertThat(job.story()).contains("fire 1 FAILED");
    }

    @Test
    void a_run_that_was_lost_beside_others_too_counts() {
        Scenario job = Scenario.of(aJob());
        lose(job.runAlone());
        lose(job.runAlone());
        lose(job.run()).told("1.0 attempt LOST", "1.0 ready: node node-1 was lost");
    }

    @Test
    void retries_between_do_not_forgive_lost_nodes() {
        Scenario job = Scenario.of(aJob());
        lose(job.run());
        lose(job.run());
        job.run().finished(1, LATER).at("00:00:30").due();
        lose(job.runAlone());
        assertThat(job.story()).contains("fire 1 FAILED");
    }

    @Test
    void a_result_in_the_log_before_the_doubt_wins() {
        Scenario job = Scenario.of(aJob()).run().suspect(1, 0, NODE_LOST);
        Lease lease = job.lease(1, 0);

        job.finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "job COMPLETED")
                .report(new JobId(0, 0), 1, 0, lease, new AttemptDoubted(NODE_LOST))
                .told("AttemptDoubted ignored: no job lives under the key");
    }

    @Test
    void an_attempt_that_was_not_started_has_no_node_to_lose() {
        Scenario.of(aJob()).admit().suspect(1, 0, NODE_LOST).told();
    }

    @Test
    void an_attempt_that_no_executor_saw_is_handed_out_again_and_counts_for_nothing() {
        Scenario job = Scenario.of(aJob().retry(RetryPolicy.NONE));
        for (int i = 0; i < 5; i++) {
            job.admit()
                    .suspect(1, 0, UNSEEN)
                    .told("1.0 doubted: UNSEEN until 00:00:30")
                    .doubted(1, 0, UNSEEN)
                    .told("1.0 attempt NOT_STARTED", "1.0 ready: no executor saw it");
        }
        job.run().suspect(1, 0, UNSEEN).told();
    }

    @Test
    void a_suspicion_of_an_attempt_that_has_ended_is_dropped() {
        Scenario job = Scenario.of(aJob()).run();
        Lease lost = job.lease(1, 0);
        lose(job).run();

        job.input(new Input.Suspected(1, 0, lost.token(), NODE_LOST)).told();
        job.input(new Input.Suspected(7, 0, lost.token(), NODE_LOST)).told();
        job.input(new Input.Suspected(1, 7, lost.token(), NODE_LOST)).told();
    }

    @Test
    void an_attempt_handed_back_goes_again_at_once_and_counts_for_nothing() {
        Scenario job = Scenario.of(aJob().retry(RetryPolicy.NONE));
        for (int i = 0; i < 5; i++) {
            job.admit().notStarted(1, 0).told("1.0 attempt NOT_STARTED", "1.0 ready: handed back");
        }
        job.run().finished(1, SUCCESS).gone();
    }

    @Test
    void an_attempt_that_runs_cannot_be_handed_back() {
        Scenario.of(aJob()).run().notStarted(1, 0).told("NotStarted ignored: the attempt is running on node-1");
    }

    @Test
    void a_lost_attempt_of_a_paused_job_waits_for_the_resume() {
        Scenario job = Scenario.of(aJob()).run().pause();
        lose(job).ready().resume().ready(1L);
    }

    @Test
    void a_run_that_another_node_takes_over_was_lost_where_it_ran() {
        Scenario job = Scenario.of(aJob()).run().takenOver(1, 0, "node-2");
        lose(job);

        lose(job.runAlone())
                .told(
                        "1.0 attempt LOST",
                        "1.0 FAILED: node lost: 3 runs ended with their nodes, the last on node-1",
                        "fire 1 FAILED",
                        "job COMPLETED");
    }

    @Test
    void what_is_taken_over_too_often_is_handed_out_anew_so_that_it_runs_alone() {
        Scenario job = Scenario.of(aJob()).run().takenOver(1, 0, "node-2").takenOver(1, 0, "node-3");

        job.takenOver(1, 0, "node-4").told("1.0 started", "1.0 attempt LOST", "1.0 ready: node node-3 was lost");
        lose(job.runAlone());
        assertThat(job.story()).contains("fire 1 FAILED");
    }

    @Test
    void what_is_taken_from_a_node_on_which_it_was_alone_was_lost_alone() {
        Scenario job = Scenario.of(aJob());
        lose(job.run());
        lose(job.run());

        job.runAlone().takenOver(1, 0, "node-4");
        assertThat(job.story()).contains("1.0 attempt LOST", "fire 1 FAILED", "job COMPLETED");
        job.gone();
    }

    @Test
    void a_node_that_gets_its_partition_back_has_lost_nothing() {
        Scenario job = Scenario.of(aJob()).run();
        for (int i = 0; i < 5; i++) {
            job.takenOver(1, 0, Scenario.NODE);
        }
        job.finished(1, SUCCESS).gone();
    }

    private static Scenario lose(Scenario job) {
        return job.suspect(1, 0, NODE_LOST).doubted(1, 0, NODE_LOST);
    }
}
