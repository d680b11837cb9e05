package io.duestream.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Phase;
import io.duestream.job.Token;
import io.duestream.record.AuditInput;
import io.duestream.record.AuditRecord;
import io.duestream.record.InputTopic;
import io.duestream.record.RecordInput;
import io.duestream.record.TimerInput;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FireKind;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnd;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobRejected;
import io.duestream.record.event.ReportIgnored;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobHistoriesTest {
    private static final Instant T0 = Instant.parse("2027-03-14T06:30:00Z");
    private static final JobKey KEY = new JobKey("mail", "1");
    private static final Token TOKEN = new Token(5, 1);

    private final JobHistories histories = new JobHistories(2, false);

    @Test
    void a_job_is_followed_from_its_acceptance_to_its_end() {
        decide(5, Phase.SCHEDULED, accepted(5));
        decide(5, Phase.QUEUED, opened(1), dispatched(1));
        decide(5, Phase.RUNNING, started(1, 1));
        assertThat(job().openFires()).hasSize(1);
        decide(5, Phase.NONE, attemptEnded(1, AttemptEnd.SUCCESS), ended(1), new JobEnded(JobEnd.COMPLETED));

        assertThat(job().phase()).isEqualTo(Phase.ENDED);
        assertThat(job().end()).contains(JobEnd.COMPLETED);
        assertThat(job().opened()).isEqualTo(1);
        assertThat(job().fires(FireEnd.SUCCEEDED)).isEqualTo(1);
        assertThat(job().openFires()).isEmpty();
        assertThat(job().dispatched()).isEqualTo(1);
        assertThat(job().endedTwice()).isZero();
        assertThat(job().repeated()).isZero();
        assertThat(job().lastFires().get(0).attempts(AttemptEnd.SUCCESS)).isEqualTo(1);
    }

    @Test
    void a_second_terminal_event_of_a_fire_is_counted() {
        decide(5, Phase.QUEUED, accepted(5), opened(1), ended(1), opened(2), ended(2), ended(1));

        assertThat(job().endedTwice()).isEqualTo(1);
    }

    @Test
    void a_run_that_began_again_under_another_lease_is_counted() {
        decide(5, Phase.RUNNING, accepted(5), opened(1), dispatched(1), started(1, 1), started(1, 1));
        assertThat(job().repeated()).isZero();

        decide(5, Phase.RUNNING, started(1, 2));
        assertThat(job().repeated()).isEqualTo(1);
        decide(5, Phase.SCHEDULED, ended(1));
        assertThat(job().repeated()).isEqualTo(1);
    }

    @Test
    void a_run_whose_node_was_lost_after_it_began_is_counted() {
        decide(5, Phase.RUNNING, accepted(5), opened(1), dispatched(1), attemptEnded(1, AttemptEnd.LOST));
        assertThat(job().repeated()).isZero();

        decide(5, Phase.RUNNING, dispatched(1), started(1, 1), attemptEnded(1, AttemptEnd.LOST));
        assertThat(job().repeated()).isEqualTo(1);
    }

    @Test
    void a_result_of_another_run_of_an_attempt_that_ended_is_counted_as_a_repeat() {
        decide(5, Phase.NONE, accepted(5), opened(1), dispatched(1), attemptEnded(1, AttemptEnd.SUCCESS), ended(1));
        histories.apply(decision(Optional.empty(), Phase.NONE, ignored("node-1", 1)));
        assertThat(job().repeated()).isZero();

        histories.apply(decision(Optional.empty(), Phase.NONE, ignored("node-2", 2)));

        assertThat(job().repeated()).isEqualTo(1);
        assertThat(job().resultsIgnored()).isEqualTo(2);
    }

    @Test
    void jobs_under_one_key_are_told_apart() {
        decide(5, Phase.NONE, accepted(5), new JobEnded(JobEnd.CANCELLED));
        decide(9, Phase.SCHEDULED, accepted(9));

        assertThat(histories.jobs()).hasSize(2);
        assertThat(histories.latest(KEY).orElseThrow().id()).isEqualTo(new JobId(0, 9));
        assertThat(histories.job(new JobId(0, 5)).orElseThrow().phase()).isEqualTo(Phase.ENDED);
    }

    @Test
    void only_the_last_fires_are_kept_and_all_are_counted() {
        decide(5, Phase.SCHEDULED, accepted(5));
        for (long fire = 1; fire <= 5; fire++) {
            decide(5, Phase.SCHEDULED, opened(fire), ended(fire));
        }

        assertThat(job().lastFires()).extracting(FireHistory::number).containsExactly(4L, 5L);
        assertThat(job().fires(FireEnd.SUCCEEDED)).isEqualTo(5);
    }

    @Test
    void payloads_are_let_go_of_where_nobody_asks_for_them() {
        decide(5, Phase.SCHEDULED, accepted(5));
        assertThat(job().definition().orElseThrow().payload().length()).isZero();
        assertThat(job().definition().orElseThrow().type()).isEqualTo("invoice");

        JobHistories whole = new JobHistories(0, true);
        whole.apply(decision(Optional.of(new JobId(0, 5)), Phase.SCHEDULED, accepted(5)));
        assertThat(whole.latest(KEY)
                        .orElseThrow()
                        .definition()
                        .orElseThrow()
                        .payload()
                        .asUtf8())
                .isEqualTo("payload");
    }

    @Test
    void a_rejection_makes_no_job() {
        histories.apply(decision(Optional.empty(), Phase.NONE, new JobRejected(List.of("no"))));

        assertThat(histories.jobs()).isEmpty();
        assertThat(histories.rejected()).isEqualTo(1);
        assertThat(histories.since()).contains(T0);
    }

    private JobHistory job() {
        return histories.latest(KEY).orElseThrow();
    }

    private void decide(long id, Phase phase, JobEvent... events) {
        histories.apply(decision(Optional.of(new JobId(0, id)), phase, events));
    }

    private static AuditRecord decision(Optional<JobId> id, Phase phase, JobEvent... events) {
        return new AuditRecord(
                KEY.group(),
                KEY.taskId(),
                id,
                Optional.of(1L),
                input(events),
                Optional.empty(),
                T0,
                "tracker-1",
                "1",
                "2025a",
                1,
                List.of(events),
                phase,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    private static AuditInput input(JobEvent... events) {
        return events[0] instanceof ReportIgnored ? new RecordInput(InputTopic.FEEDBACK, 0, 7) : new TimerInput();
    }

    private static JobEvent ignored(String node, int generation) {
        return new ReportIgnored(1, 0, Optional.of(TOKEN), generation, node, "Finished", "no job lives under the key");
    }

    private static JobEvent accepted(long id) {
        return new JobAccepted(
                new JobId(0, id),
                Encoded.of(JobDefinition.builder()
                        .type("invoice")
                        .payload("payload")
                        .build()),
                T0,
                T0,
                Optional.of(T0),
                false,
                Optional.empty(),
                Optional.empty());
    }

    private static JobEvent opened(long fire) {
        return new FireOpened(
                fire, FireKind.SCHEDULED, T0, T0, false, false, 1, 100, 1, Optional.empty(), Optional.empty());
    }

    private static JobEvent dispatched(long fire) {
        return new AttemptDispatched(fire, 0, 1, TOKEN, 0, T0, T0, Optional.empty());
    }

    private static JobEvent started(long fire, int generation) {
        return new AttemptStarted(fire, 0, TOKEN, generation, "node-1", T0, Optional.empty());
    }

    private static JobEvent attemptEnded(long fire, AttemptEnd end) {
        return new AttemptEnded(fire, 0, TOKEN, 1, "node-1", end, "", "", Optional.empty(), Optional.empty());
    }

    private static JobEvent ended(long fire) {
        return new FireEnded(fire, FireEnd.SUCCEEDED, "", T0, T0, 1, 0, "");
    }
}
