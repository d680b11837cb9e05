package io.duestream.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.client.Expectations.Expectation;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.record.JobOutcome;
import io.duestream.record.OutcomeKind;
import io.duestream.record.event.FireEnd;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExpectationsTest {
    private static final JobId JOB = new JobId(1, 42);
    private static final JobId OTHER_JOB = new JobId(1, 7);

    private final Expectations expectations = new Expectations();
    private final Expectation expectation = expectations.add(Fixture.KEY, "mine");

    @ParameterizedTest
    @EnumSource(names = {"REJECTED", "DUPLICATE"})
    void an_answer_to_the_submission_is_what_is_awaited(OutcomeKind kind) {
        JobOutcome answer = Fixture.told(kind, "mine", null);

        read(answer);

        assertThat(expectation.outcome()).isCompletedWithValue(answer);
    }

    @Test
    void the_first_end_of_a_fire_counts_and_later_ones_do_not() {
        JobOutcome first = Fixture.fireEnded("mine", JOB, FireEnd.FAILED);

        read(first);
        read(Fixture.fireEnded("mine", JOB, FireEnd.SUCCEEDED));

        assertThat(expectation.outcome()).isCompletedWithValue(first);
    }

    @Test
    void outcomes_of_others_are_passed_over() {
        expectation.sent(JOB);

        read(Fixture.fireEnded("yours", OTHER_JOB, FireEnd.SUCCEEDED));
        read(Fixture.fireEnded(null, OTHER_JOB, FireEnd.SUCCEEDED));
        read(Fixture.told(OutcomeKind.REJECTED, "yours", null));

        assertThat(expectation.outcome()).isNotDone();
    }

    @Test
    void the_same_submission_id_under_another_key_is_another_submission() {
        Expectation elsewhere = expectations.add(new JobKey("mail", "invoice-4712"), "mine");

        read(Fixture.fireEnded("mine", JOB, FireEnd.SUCCEEDED));

        assertThat(expectation.outcome()).isDone();
        assertThat(elsewhere.outcome()).isNotDone();
    }

    @Test
    void the_end_of_the_job_counts_also_when_another_submission_changed_it_meanwhile() {
        expectation.sent(JOB);

        read(Fixture.fireEnded("a later replacement", JOB, FireEnd.SUCCEEDED));

        assertThat(expectation.outcome()).isDone();
    }

    @Test
    void a_duplicate_of_another_submission_that_names_our_job_is_not_ours() {
        expectation.sent(JOB);

        read(Fixture.told(OutcomeKind.DUPLICATE, "yours", JOB));

        assertThat(expectation.outcome()).isNotDone();
    }

    @Test
    void fires_that_our_own_submission_replaced_are_not_its_end() {
        expectation.sent(JOB);

        read(Fixture.fireEnded("mine", OTHER_JOB, FireEnd.REPLACED));

        assertThat(expectation.outcome()).isNotDone();
        read(Fixture.fireEnded("mine", OTHER_JOB, FireEnd.SUCCEEDED));
        assertThat(expectation.outcome()).isDone();
    }

    @Test
    void our_fire_that_somebody_replaced_has_ended() {
        expectation.sent(JOB);

        read(Fixture.fireEnded("mine", JOB, FireEnd.REPLACED));

        assertThat(expectation.outcome()).isDone();
    }

    @Test
    void all_who_wait_for_a_submission_are_told() {
        Expectation second = expectations.add(Fixture.KEY, "mine");

        read(Fixture.fireEnded("mine", JOB, FireEnd.SUCCEEDED));

        assertThat(expectation.outcome()).isDone();
        assertThat(second.outcome()).isDone();
    }

    @Test
    void garbage_stops_nobody() {
        expectations.read(new ConsumerRecord<>(Fixture.OUTCOMES, 0, 0, null, new byte[] {9}));
        read(Fixture.fireEnded("mine", JOB, FireEnd.SUCCEEDED));

        assertThat(expectation.outcome()).isDone();
    }

    @Test
    void who_no_longer_waits_is_forgotten() {
        expectation.close();

        assertThat(expectations.isEmpty()).isTrue();
    }

    private void read(JobOutcome outcome) {
        expectations.read(Fixture.record(0, 0, outcome));
    }
}
