package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Answer;
import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.client.KafkaConnection;
import io.duestream.client.Receipt;
import io.duestream.client.TrackerAnswers;
import io.duestream.embedded.EmbeddedCluster;
import io.duestream.feedback.FeedbackConfig;
import io.duestream.feedback.FeedbackStream;
import io.duestream.job.JobKey;
import io.duestream.job.Phase;
import io.duestream.job.Position;
import io.duestream.record.JobOutcome;
import io.duestream.record.OutcomeKind;
import io.duestream.record.event.DuplicateReason;
import io.duestream.record.event.FireEnd;
import io.duestream.tracker.process.Tracker;
import io.duestream.tracker.process.TrackerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TrackerAnswersSpec {
    private static final Duration LONG = Duration.ofSeconds(40);

    @TempDir
    private static Path data;

    private static EmbeddedCluster cluster;
    private static Tracker tracker;
    private static FeedbackStream feedback;
    private static KafkaConnection connection;

    @BeforeAll
    static void start() throws Exception {
        cluster = EmbeddedCluster.start(new EmbeddedCluster.Settings(data.resolve("cluster")));
        connection = KafkaConnection.to(cluster.bootstrapServers());
        tracker = Tracker.start(TrackerConfig.of(Map.of(
                TrackerConfig.BOOTSTRAP_SERVERS, cluster.bootstrapServers(),
                TrackerConfig.ZOOKEEPER, cluster.zooKeeper(),
                TrackerConfig.STATE_DIR, data.resolve("tracker").toString(),
                TrackerConfig.PARTITIONS, "2",
                TrackerConfig.REPLICATION_FACTOR, "1")));
        feedback = FeedbackStream.start(FeedbackConfig.of(connection.bootstrapServers(), connection.cluster()));
        assertThat(tracker.awaitRunning(LONG)).isTrue();
    }

    @AfterAll
    static void stop() {
        feedback.close();
        tracker.close();
        cluster.close();
    }

    @Test
    void each_command_gets_the_trackers_answer() throws Exception {
        Job later = Job.of("mail", "later").at(Instant.now().plus(Duration.ofDays(1)));
        JobKey unknown = new JobKey("mail", "never submitted");
        try (JobClient client = JobClient.builder().connection(connection).build();
                TrackerAnswers answers = TrackerAnswers.open(connection)) {
            Receipt first = client.submit(later.submissionId("a"));
            Receipt again = client.submit(later.submissionId("a"));
            Receipt other = client.submit(later.submissionId("b"));
            Receipt paused = client.pause(later.key(), "holiday");
            Receipt refused = client.resume(unknown, "");

            assertThat(answers.await(refused.position(), LONG)).isInstanceOf(Answer.Refused.class);
            Map<Position, Answer> told = answers.awaitAll(
                    List.of(first.position(), again.position(), other.position(), paused.position()), LONG);

            assertThat(told.get(first.position())).isEqualTo(new Answer.Accepted(first.jobId(), Phase.SCHEDULED));
            assertThat(told.get(again.position()))
                    .isEqualTo(new Answer.Duplicate(DuplicateReason.SAME_SUBMISSION, first.jobId(), Phase.SCHEDULED));
            assertThat(told.get(other.position()))
                    .isEqualTo(new Answer.Duplicate(DuplicateReason.JOB_KEPT, first.jobId(), Phase.SCHEDULED));
            assertThat(told.get(paused.position())).isEqualTo(new Answer.Accepted(first.jobId(), Phase.PAUSED));
        }
    }

    @Test
    void whoever_awaits_a_job_hears_that_it_was_cancelled_or_was_there_before() throws Exception {
        Job job = Job.of("nobody", "waits for an executor");
        try (JobClient client = JobClient.builder()
                        .connection(connection)
                        .clientGroup("shop")
                        .build();
                TrackerAnswers answers = TrackerAnswers.open(connection)) {
            CompletableFuture<JobOutcome> awaited = CompletableFuture.supplyAsync(() -> {
                try {
                    return client.submitAndAwait(job, LONG);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            await().atMost(LONG)
                    .until(() ->
                            answers.await(client.pause(job.key(), "").position(), LONG) instanceof Answer.Accepted);

            assertThat(client.submitAndAwait(job, LONG).kind()).isEqualTo(OutcomeKind.DUPLICATE);
            client.cancel(job.key(), true, "changed our mind");

            assertThat(awaited)
                    .succeedsWithin(LONG)
                    .satisfies(outcome -> assertThat(outcome.end()).contains(FireEnd.CANCELLED));
        }
    }
}
