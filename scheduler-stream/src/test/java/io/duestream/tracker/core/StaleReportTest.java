package io.duestream.tracker.core;

import static io.duestream.job.Result.LATER;
import static io.duestream.job.Result.SUCCESS;
import static io.duestream.tracker.core.Scenario.aJob;
import static io.duestream.tracker.core.Scenario.finished;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobId;
import io.duestream.job.Lease;
import io.duestream.job.Result;
import io.duestream.job.Token;
import io.duestream.record.JobFeedback;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.ReportIgnored;
import io.duestream.record.report.NotStarted;
import io.duestream.record.report.Started;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Only the highest lease counts. A report under a lower one changes nothing and is recorded. */
class StaleReportTest {
    private static final JobId FIRST = new JobId(0, 0);

    @Test
    void a_lower_generation_is_ignored_and_named() {
        Scenario job = startedUnder(5);
        Lease lower = new Lease(job.lease(1, 0).token(), 4);

        ignored(job.report(1, 0, lower, finished(SUCCESS)), "Finished ignored: its lease is lower than the one held, ");
        ignored(job.report(1, 0, lower, new Started(job.now())), "Started ignored: its lease is lower");
        job.expect(ReportIgnored.class, e -> {
            assertThat(e.generation()).isEqualTo(4);
            assertThat(e.token()).contains(lower.token());
            assertThat(e.node()).isEqualTo(Scenario.NODE);
        });
    }

    @Test
    void a_higher_generation_takes_the_lease() {
        Scenario job = startedUnder(5);
        Token token = job.lease(1, 0).token();

        job.report(1, 0, new Lease(token, 6), new Started(job.now()))
                .expect(AttemptStarted.class, e -> assertThat(e.generation()).isEqualTo(6));
        ignored(job.report(1, 0, new Lease(token, 5), finished(SUCCESS)), "Finished ignored: its lease is lower");
        job.report(1, 0, new Lease(token, 7), finished(SUCCESS))
                .expect(AttemptEnded.class, e -> assertThat(e.generation()).isEqualTo(7));
        job.gone();
    }

    @Test
    void a_start_reported_twice_under_one_lease_is_ignored() {
        Scenario job = startedUnder(5);
        job.report(1, 0, job.lease(1, 0), new Started(job.now()))
                .told("Started ignored: it has been reported started under this lease");
    }

    @Test
    void an_older_token_is_ignored() {
        Scenario job = Scenario.of(aJob()).run();
        Lease first = job.lease(1, 0);
        job.finished(1, LATER).at("00:00:30").due().run();

        ignored(job.report(1, 0, first, finished(SUCCESS)), "Finished ignored: its lease is lower");
        ignored(
                job.report(1, 0, new Lease(first.token(), 99), finished(SUCCESS)),
                "Finished ignored: its lease is lower");
        job.finished(1, SUCCESS).gone();
    }

    @Test
    void a_result_repeated_while_the_shard_waits_for_its_retry_is_ignored() {
        Scenario job = Scenario.of(aJob()).run();
        Lease lease = job.lease(1, 0);

        job.finished(1, LATER)
                .report(1, 0, lease, finished(LATER))
                .told("Finished ignored: no attempt of the shard is out")
                .at("00:00:30")
                .due()
                .report(1, 0, lease, finished(SUCCESS))
                .told("Finished ignored: no attempt of the shard is out");
    }

    @Test
    void a_late_result_of_an_ended_job_does_nothing_to_the_job_that_was_submitted_since() {
        Scenario job = Scenario.of(aJob()).run();
        Lease old = job.lease(1, 0);
        job.cancelRunning().gone().submit(aJob()).run();
        Job before = job.job();

        for (Result result : Result.values()) {
            job.report(FIRST, 1, 0, old, finished(result))
                    .told("Finished ignored: it is of job 0-0; job 0-2 lives under the key");
        }
        job.report(FIRST, 1, 0, job.lease(1, 0), finished(SUCCESS))
                .told("Finished ignored: it is of job 0-0; job 0-2 lives under the key");
        job.report(new JobId(0, 2), 1, 0, old, finished(SUCCESS));

        ignored(job, "Finished ignored: its lease is lower");
        assertThat(job.job()).isEqualTo(before);
    }

    @Test
    void a_late_result_does_not_end_a_job_submitted_since_that_waits() {
        Scenario job = Scenario.of(aJob()).run();
        Lease old = job.lease(1, 0);
        job.cancelRunning().submit(aJob());

        job.report(FIRST, 1, 0, old, new NotStarted("late"))
                .told("NotStarted ignored: it is of job 0-0; job 0-2 lives under the key")
                .ready(1L);
    }

    @Test
    void a_report_without_a_job_is_recorded() {
        Scenario.from("2027-01-01T00:00:00Z")
                .report(FIRST, 1, 0, new Lease(new Token(0, 1), 1), finished(SUCCESS))
                .told("Finished ignored: no job lives under the key")
                .gone();
    }

    @Test
    void a_report_of_a_fire_or_shard_that_is_not_open_is_ignored() {
        Scenario job = Scenario.of(aJob().shards(2)).run();
        Lease lease = job.lease(1, 0);

        job.report(2, 0, lease, finished(SUCCESS)).told("Finished ignored: the fire has ended, or never was");
        job.report(1, 2, lease, finished(SUCCESS)).told("Finished ignored: the fire has ended, or never was");
        job.report(1, -1, lease, finished(SUCCESS)).told("Finished ignored: the fire has ended, or never was");
        job.report(1, 1, lease, finished(SUCCESS)).told("Finished ignored: no attempt of the shard is out");
    }

    @Test
    void a_report_without_job_id_or_token_is_ignored() {
        Scenario job = Scenario.of(aJob()).run();

        job.input(feedback(Optional.empty(), Optional.of(job.lease(1, 0).token())))
                .told("Finished ignored: it is of job unknown; job 0-0 lives under the key");
        job.input(feedback(Optional.of(FIRST), Optional.empty()))
                .told("Finished ignored: no attempt of the shard is out");
    }

    private static Input feedback(Optional<JobId> job, Optional<Token> token) {
        return new Input.FeedbackReceived(new JobFeedback(
                "mail", "nightly", job, 1, 0, token, 1, Scenario.NODE, Optional.empty(), finished(SUCCESS)));
    }

    private static Scenario startedUnder(int generation) {
        Scenario job = Scenario.of(aJob()).admit();
        return job.report(1, 0, new Lease(job.lease(1, 0).token(), generation), new Started(job.now()))
                .told("1.0 started");
    }

    private static void ignored(Scenario job, String beginning) {
        assertThat(job.story()).singleElement().asString().startsWith(beginning);
    }
}
