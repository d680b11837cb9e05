package io.duestream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.duestream.client.SubmissionFailedException.Fate;
import io.duestream.client.SubmissionRefusedException.Reason;
import io.duestream.job.JobId;
import io.duestream.job.Position;
import io.duestream.job.Problem;
import io.duestream.record.JobCommand;
import io.duestream.record.command.SubmitJob;
import io.duestream.topic.JobPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmittingTest {
    private static final Job JOB = Job.of(Fixture.KEY).type("invoice");

    @Test
    void a_job_lands_on_the_commands_topic_under_its_key() {
        Fixture fixture = Fixture.acknowledging();

        fixture.client().submit(JOB);

        assertThat(fixture.producer.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("duestream.commands");
            assertThat(record.key()).isEqualTo(JobPartition.keyBytes(Fixture.KEY));
            assertThat(record.partition()).isNull();
        });
        JobCommand command = fixture.onlySent();
        assertThat(command.key()).isEqualTo(Fixture.KEY);
        assertThat(command.sentAt()).isEqualTo(Fixture.NOW);
        assertThat(command.sender()).isEqualTo("billing");
        assertThat(((SubmitJob) command.body()).definition().value()).isEqualTo(JOB.definition());
    }

    @Test
    void the_receipt_says_where_the_record_stands_and_the_id_it_was_sent_under() {
        Fixture fixture = Fixture.acknowledging();
        JobClient client = fixture.client();
        client.submit(JOB);

        Receipt receipt = client.submit(JOB);

        assertThat(receipt)
                .isEqualTo(new Receipt(Fixture.KEY, Optional.of("id-2"), new Position(0, 1), Receipt.Status.ACCEPTED));
        assertThat(receipt.jobId()).contains(new JobId(0, 1));
        assertThat(((SubmitJob) fixture.sent().get(1).body()).submissionId()).contains("id-2");
    }

    @Test
    void a_submission_id_that_is_given_is_the_one_that_is_sent() {
        Fixture fixture = Fixture.acknowledging();

        Receipt receipt = fixture.client().submit(JOB.submissionId("order-12"));

        assertThat(receipt.submissionId()).contains("order-12");
        assertThat(((SubmitJob) fixture.onlySent().body()).submissionId()).contains("order-12");
    }

    @Test
    void a_job_that_names_no_client_group_gets_the_clients() {
        Fixture fixture = Fixture.acknowledging();
        fixture.clientGroup = Optional.of("shop");
        JobClient client = fixture.client();

        client.submit(JOB);
        client.submit(JOB.clientGroup("other"));

        assertThat(fixture.sent())
                .extracting(command ->
                        ((SubmitJob) command.body()).definition().value().clientGroup())
                .containsExactly(Optional.of("shop"), Optional.of("other"));
    }

    @Test
    void all_problems_are_told_at_once_and_nothing_is_sent() {
        Fixture fixture = Fixture.acknowledging();
        Job job = Job.of("no such group!", "x".repeat(10_000))
                .payload(new byte[300_000])
                .cron("0 0 0 30 2 ?", "UTC")
                .shards(0)
                .priority(-1)
                .notifyOutcome(true)
                .submissionId("");

        InvalidJobException told = catchThrowableOfType(
                InvalidJobException.class, () -> fixture.client().submit(job));

        assertThat(told.problems())
                .extracting(Problem::field)
                .containsExactlyInAnyOrder(
                        "group",
                        "taskId",
                        "notifyOutcome",
                        "priority",
                        "payload",
                        "shards",
                        "trigger.expression",
                        "submissionId");
        assertThat(told.problems()).allSatisfy(each -> assertThat(told).hasMessageContaining(each.toString()));
        assertThat(told.getMessage()).hasSizeLessThan(2_000);
        assertThat(fixture.producer.history()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999-01-01T00:00:00Z", "1969-12-31T23:59:59Z"})
    void a_time_that_must_be_a_slip_of_the_hand_is_refused(String due) {
        assertThatThrownBy(() -> Fixture.acknowledging().client().submit(JOB.at(Instant.parse(due))))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("trigger.at: is " + due);
    }

    @Test
    void a_task_id_with_control_characters_is_told_without_printing_them() {
        assertThatThrownBy(() -> Fixture.acknowledging().client().submit(Job.of("mail", "a\u001b[2Jb")))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("\\u001b")
                .message()
                .doesNotContain("\u001b");
    }

    @Test
    void an_invalid_job_ends_the_future_and_throws_nothing() {
        CompletableFuture<Receipt> future = Fixture.acknowledging().client().submitAsync(JOB.repeat(Duration.ZERO, 0));

        assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(InvalidJobException.class)
                .hasMessageContaining("trigger.interval")
                .hasMessageContaining("trigger.count");
    }

    @Test
    void a_future_waits_for_the_acknowledgement() {
        Fixture fixture = Fixture.silent();

        CompletableFuture<Receipt> future = fixture.client().submitAsync(JOB);

        assertThat(future).isNotDone();
        fixture.producer.completeNext();
        assertThat(future)
                .isCompletedWithValueMatching(receipt -> receipt.position().equals(new Position(0, 0)));
    }

    @Test
    void a_job_that_nobody_acknowledged_may_be_sent_again_under_its_id() {
        assertThat(failure(new TimeoutException("Expiring 1 record(s)")))
                .isInstanceOfSatisfying(SubmissionFailedException.class, failed -> {
                    assertThat(failed.fate()).isEqualTo(Fate.UNKNOWN);
                    assertThat(failed.key()).isEqualTo(Fixture.KEY);
                    assertThat(failed.submissionId()).contains("id-1");
                })
                .hasMessageContaining("mail/invoice-4711")
                .hasMessageContaining("submit it again with the submission id id-1");
    }

    @Test
    void an_error_that_leaves_the_fate_open_is_never_told_as_a_refusal() {
        assertThat(failure(new NotEnoughReplicasAfterAppendException("one of three")))
                .isInstanceOf(SubmissionFailedException.class);
        assertThat(failure(new OutOfOrderSequenceException("gap"))).isInstanceOf(SubmissionFailedException.class);
    }

    @Test
    void a_record_that_is_too_large_is_told_so() {
        assertRefused(failure(new RecordTooLargeException("4 MiB")), Reason.TOO_LARGE, "max.message.bytes");
    }

    @Test
    void a_client_that_may_not_write_is_told_so() {
        assertRefused(failure(new TopicAuthorizationException("duestream.commands")), Reason.NOT_AUTHORISED, "WRITE");
        assertRefused(failure(new ClusterAuthorizationException("no")), Reason.NOT_AUTHORISED, "WRITE");
        assertRefused(failure(new SaslAuthenticationException("no")), Reason.NOT_AUTHORISED, "credentials");
    }

    @Test
    void a_missing_commands_topic_is_told_with_what_to_run() {
        Fixture fixture = Fixture.acknowledging();
        fixture.commands = () -> {
            throw new UnknownTopicOrPartitionException("no");
        };

        SubmissionRefusedException refused = catchThrowableOfType(
                SubmissionRefusedException.class, () -> fixture.client().submit(JOB));

        assertRefused(refused, Reason.TOPIC_MISSING, "duestream topic create");
        assertThat(refused).hasMessageContaining("duestream.commands");
        assertThat(fixture.producer.history()).isEmpty();
    }

    @Test
    void what_the_producer_could_not_take_was_not_sent() {
        Fixture fixture = Fixture.acknowledging();
        fixture.producer.sendException = new TimeoutException("no room in the buffer");

        assertThatThrownBy(() -> fixture.client().submit(JOB))
                .isInstanceOfSatisfying(
                        SubmissionFailedException.class,
                        failed -> assertThat(failed.fate()).isEqualTo(Fate.NOT_SENT))
                .hasMessageContaining("nothing was sent");
    }

    @Test
    void a_cluster_that_is_not_there_is_told_as_not_sent() {
        Fixture fixture = Fixture.acknowledging();
        fixture.commands = () -> {
            throw new TimeoutException("no answer");
        };

        assertThatThrownBy(() -> fixture.client().submit(JOB))
                .isInstanceOfSatisfying(
                        SubmissionFailedException.class,
                        failed -> assertThat(failed.fate()).isEqualTo(Fate.NOT_SENT));
    }

    @Test
    void an_interrupted_caller_is_told_that_the_fate_is_unknown_and_stays_interrupted() {
        JobClient client = Fixture.silent().client();
        Thread.currentThread().interrupt();

        SubmissionFailedException failed =
                catchThrowableOfType(SubmissionFailedException.class, () -> client.submit(JOB));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failed.fate()).isEqualTo(Fate.UNKNOWN);
        assertThat(failed.submissionId()).contains("id-1");
    }

    @Test
    void a_closed_client_sends_nothing() {
        Fixture fixture = Fixture.acknowledging();
        JobClient client = fixture.client();
        client.close();

        assertThatThrownBy(() -> client.submit(JOB))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(fixture.producer.closed()).isTrue();
    }

    private static Throwable failure(RuntimeException brokersAnswer) {
        Fixture fixture = Fixture.silent();
        CompletableFuture<Receipt> future = fixture.client().submitAsync(JOB);
        fixture.producer.errorNext(brokersAnswer);
        assertThat(future).isCompletedExceptionally();
        return future.handle((receipt, error) -> error).join();
    }

    private static void assertRefused(Throwable told, Reason reason, String advice) {
        assertThat(told)
                .isInstanceOfSatisfying(
                        SubmissionRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessageContaining(advice);
    }
}
