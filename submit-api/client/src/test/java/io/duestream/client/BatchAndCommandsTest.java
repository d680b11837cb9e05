package io.duestream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.job.At;
import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.job.JobKey;
import io.duestream.job.Repeat;
import io.duestream.record.JobCommand;
import io.duestream.record.command.CancelJob;
import io.duestream.record.command.PauseJob;
import io.duestream.record.command.RescheduleJob;
import io.duestream.record.command.ResumeJob;
import io.duestream.record.command.TriggerJob;
import io.duestream.record.command.UpdateJob;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class BatchAndCommandsTest {
    @Test
    void a_bad_job_in_a_batch_stops_none_of_the_others() {
        Fixture fixture = Fixture.acknowledging();
        Job good = Job.of("mail", "1");
        Job bad = Job.of("mail", "").shards(-1);
        Job last = Job.of("mail", "3");

        BatchResult result = fixture.client().submitAll(List.of(good, bad, last));

        assertThat(result.complete()).isFalse();
        assertThat(result.items()).extracting(BatchResult.Item::job).containsExactly(good, bad, last);
        assertThat(result.receipts()).extracting(Receipt::key).containsExactly(good.key(), last.key());
        assertThat(result.failures())
                .singleElement()
                .satisfies(item -> assertThat(item.failure())
                        .containsInstanceOf(InvalidJobException.class)
                        .get()
                        .satisfies(told -> assertThat(((InvalidJobException) told).problems())
                                .hasSize(2)));
        assertThat(fixture.sent()).extracting(JobCommand::taskId).containsExactly("1", "3");
    }

    @Test
    void a_batch_that_cannot_be_sent_says_so_for_each_job() {
        Fixture fixture = Fixture.acknowledging();
        fixture.commands = () -> {
            throw new UnknownTopicOrPartitionException("no");
        };

        BatchResult result = fixture.client().submitAll(List.of(Job.of("mail", "1"), Job.of("mail", "2")));

        assertThat(result.failures())
                .hasSize(2)
                .allSatisfy(item -> assertThat(item.failure()).containsInstanceOf(SubmissionRefusedException.class));
    }

    @Test
    void commands_say_what_is_asked_of_the_job() {
        Fixture fixture = Fixture.acknowledging();
        JobClient client = fixture.client();
        JobDefinition definition = JobDefinition.builder().type("other").build();

        client.cancel(Fixture.KEY, true, "wrong customer");
        client.pause(Fixture.KEY, "holiday");
        client.resume(Fixture.KEY, "back");
        client.trigger(Fixture.KEY, "asked by phone");
        client.reschedule(Fixture.KEY, new At(Fixture.NOW));
        client.update(Fixture.KEY, definition);

        assertThat(fixture.sent()).extracting(JobCommand::key).containsOnly(Fixture.KEY);
        assertThat(fixture.sent())
                .extracting(JobCommand::body)
                .containsExactly(
                        new CancelJob(true, "wrong customer"),
                        new PauseJob("holiday"),
                        new ResumeJob("back"),
                        new TriggerJob("asked by phone"),
                        new RescheduleJob(new At(Fixture.NOW)),
                        new UpdateJob(Encoded.of(definition)));
    }

    @Test
    void the_receipt_of_a_command_names_no_submission_and_no_new_job() {
        Receipt receipt = Fixture.acknowledging().client().pause(Fixture.KEY, "");

        assertThat(receipt.submissionId()).isEmpty();
        assertThat(receipt.jobId()).isEmpty();
        assertThat(receipt.position().offset()).isZero();
    }

    @Test
    void an_update_keeps_the_clients_group_as_a_submission_does() {
        Fixture fixture = Fixture.acknowledging();
        fixture.clientGroup = Optional.of("shop");

        fixture.client()
                .update(Fixture.KEY, JobDefinition.builder().notifyOutcome(true).build());

        assertThat(((UpdateJob) fixture.onlySent().body()).definition().value().clientGroup())
                .contains("shop");
    }

    @Test
    void commands_are_checked_like_submissions() {
        Fixture fixture = Fixture.acknowledging();
        JobClient client = fixture.client();

        assertThatThrownBy(() -> client.reschedule(new JobKey("mail", ""), Repeat.of(Duration.ZERO, 0)))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("taskId")
                .hasMessageContaining("trigger.interval")
                .hasMessageContaining("trigger.count");
        assertThatThrownBy(() -> client.cancel(Fixture.KEY, false, "x".repeat(1_025)))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("reason: has 1025 characters");
        assertThat(fixture.producer.history()).isEmpty();
    }
}
