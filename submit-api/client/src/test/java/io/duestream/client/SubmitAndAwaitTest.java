package io.duestream.client;

import static io.duestream.client.Fixture.LONG;
import static io.duestream.client.Fixture.OUTCOMES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.job.JobDefinition;
import io.duestream.job.JobId;
import io.duestream.record.JobCommand;
import io.duestream.record.JobOutcome;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.event.FireEnd;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubmitAndAwaitTest {
    private static final Job JOB = Job.of(Fixture.KEY);
    private static final TopicPartition PARTITION = new TopicPartition(OUTCOMES, 0);

    private final Fixture fixture = Fixture.acknowledging();
    private Optional<JobClient> opened = Optional.empty();

    @AfterEach
    void close() {
        opened.ifPresent(JobClient::close);
    }

    @Test
    void the_outcome_of_the_submission_is_answered() throws Exception {
        Telling consumer = new Telling();
        Fixture.addTopic(consumer, OUTCOMES, 1);
        JobOutcome end = Fixture.fireEnded("id-1", new JobId(0, 0), FireEnd.SUCCEEDED);
        consumer.tellOnceSent(end);

        assertThat(client(consumer).submitAndAwait(JOB, LONG)).isEqualTo(end);

        SubmitJob sent = (SubmitJob) fixture.onlySent().body();
        JobDefinition definition = sent.definition().value();
        assertThat(definition.clientGroup()).contains("shop");
        assertThat(definition.notifyOutcome()).isTrue();
    }

    @Test
    void outcomes_that_stood_there_before_are_not_read() throws Exception {
        Telling consumer = new Telling();
        Fixture.addTopic(consumer, OUTCOMES, 1);
        consumer.updateEndOffsets(Map.of(PARTITION, 7L));
        JobOutcome end = Fixture.fireEnded("id-1", new JobId(0, 0), FireEnd.SUCCEEDED);
        consumer.from(7).tellOnceSent(end);

        client(consumer).submitAndAwait(JOB, LONG);

        assertThat(consumer.positionWhenSent).isCompletedWithValue(7L);
    }

    @Test
    void an_outcome_in_a_topic_that_was_made_after_the_submission_is_not_lost() throws Exception {
        Telling consumer = new Telling();
        JobOutcome end = Fixture.fireEnded("id-1", new JobId(0, 0), FireEnd.SUCCEEDED);
        consumer.makeTopicOnceSent = true;
        consumer.tellOnceSent(end);

        assertThat(client(consumer).submitAndAwait(JOB, LONG)).isEqualTo(end);
    }

    @Test
    void a_job_that_does_not_end_in_time_goes_on_and_the_message_says_how_to_look_at_it() {
        Telling consumer = new Telling();
        Fixture.addTopic(consumer, OUTCOMES, 1);
        JobClient client = client(consumer);

        assertThatThrownBy(() -> client.submitAndAwait(JOB, Duration.ofMillis(20)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("mail/invoice-4711")
                .hasMessageContaining("goes on")
                .hasMessageContaining("duestream job show mail/invoice-4711");
        assertThat(fixture.sent()).extracting(JobCommand::key).containsExactly(Fixture.KEY);
    }

    @Test
    void nothing_is_sent_if_the_outcome_could_not_be_read() {
        MockConsumer<byte[], byte[]> forbidden = new MockConsumer<>("earliest") {
            @Override
            public synchronized List<PartitionInfo> partitionsFor(String topic) {
                throw new TopicAuthorizationException(topic);
            }
        };
        JobClient client = client(forbidden);

        assertThatThrownBy(() -> client.submitAndAwait(JOB, LONG))
                .isInstanceOf(SubmissionFailedException.class)
                .hasMessageContaining("nothing was sent")
                .hasMessageContaining("cannot be awaited");
        assertThat(fixture.producer.history()).isEmpty();
    }

    @Test
    void closing_the_client_ends_the_waiting() {
        Telling consumer = new Telling();
        Fixture.addTopic(consumer, OUTCOMES, 1);
        JobClient client = client(consumer);
        consumer.onceSent = client::close;

        assertThatThrownBy(() -> client.submitAndAwait(JOB, LONG))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void a_client_without_a_group_cannot_await() {
        assertThatThrownBy(() -> fixture.client().submitAndAwait(JOB, LONG))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("clientGroup: is missing");
    }

    @Test
    void a_job_whose_outcome_goes_to_another_group_cannot_be_awaited_here() {
        JobClient client = client(new Telling());

        assertThatThrownBy(() -> client.submitAndAwait(JOB.clientGroup("other"), LONG))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageContaining("'shop'");
    }

    private JobClient client(MockConsumer<byte[], byte[]> consumer) {
        fixture.clientGroup = Optional.of("shop");
        fixture.awaited = Optional.of(new AwaitedOutcomes(() -> new TopicTail(consumer, OUTCOMES), LONG));
        JobClient client = fixture.client();
        opened = Optional.of(client);
        return client;
    }

    /** An outcomes topic into which something is written once the submission is on the commands topic. */
    private final class Telling extends MockConsumer<byte[], byte[]> {
        final CompletableFuture<Long> positionWhenSent = new CompletableFuture<>();
        boolean makeTopicOnceSent;
        Runnable onceSent = () -> {};
        private long offset;

        Telling() {
            super("earliest");
        }

        Telling from(long first) {
            offset = first;
            return this;
        }

        void tellOnceSent(JobOutcome outcome) {
            onceSent = () -> {
                if (!assignment().isEmpty()) {
                    positionWhenSent.complete(position(PARTITION));
                    addRecord(Fixture.record(0, offset, outcome));
                    onceSent = () -> {};
                }
            };
        }

        @Override
        public synchronized List<PartitionInfo> partitionsFor(String topic) {
            if (makeTopicOnceSent && !fixture.producer.history().isEmpty()) {
                makeTopicOnceSent = false;
                Fixture.addTopic(this, OUTCOMES, 1);
                updateEndOffsets(Map.of(PARTITION, 1L));
            }
            return super.partitionsFor(topic);
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (!fixture.producer.history().isEmpty()) {
                onceSent.run();
            }
            return super.poll(timeout);
        }
    }
}
