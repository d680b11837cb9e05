package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.codec.RecordCodec;
import io.duestream.executor.RunResult;
import io.duestream.job.JobId;
import io.duestream.job.Result;
import io.duestream.record.JobFeedback;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.ReportIgnored;
import io.duestream.record.report.Finished;
import io.duestream.specs.fixture.BackEnd;
import io.duestream.specs.fixture.Cluster;
import io.duestream.topic.JobPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A result under a lease that is gone changes nothing. */
@ParameterizedClass
@EnumSource(BackEnd.class)
class LateResultSpec {
    private final Cluster cluster;

    LateResultSpec(BackEnd backEnd) {
        cluster = backEnd.cluster();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void a_late_result_of_an_ended_job_does_nothing_to_the_next_job_under_its_key() throws Exception {
        cluster.startTracker();
        cluster.startExecutor("mail", 1, context -> RunResult.success());
        JobClient client = cluster.startClient("shop");
        Job first = Job.of("mail", "again");
        client.submit(first);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> cluster.audit().events(first.key(), JobEnded.class).size() == 1);
        JobId oldJob =
                cluster.audit().events(first.key(), JobAccepted.class).get(0).jobId();
        AttemptDispatched oldAttempt =
                cluster.audit().events(first.key(), AttemptDispatched.class).get(0);
        Job second = Job.of("mail", "again").at(Instant.now().plusSeconds(60));
        client.submit(second);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        cluster.audit().events(first.key(), JobAccepted.class).size() == 2);

        report(first, oldJob, oldAttempt);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(cluster.audit().events(first.key(), ReportIgnored.class))
                        .isNotEmpty());
        assertThat(cluster.audit().events(first.key(), FireEnded.class)).hasSize(1);
        assertThat(cluster.audit().events(first.key(), JobEnded.class)).hasSize(1);
    }

    private void report(Job job, JobId id, AttemptDispatched attempt) throws Exception {
        JobFeedback late = new JobFeedback(
                job.key().group(),
                job.key().taskId(),
                Optional.of(id),
                attempt.fire(),
                attempt.shard(),
                Optional.of(attempt.token()),
                1,
                "zombie",
                Optional.empty(),
                new Finished(Result.FAILED, "too late", "", Optional.empty(), Optional.empty()));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            byte[] value = RecordCodec.of(JobFeedback.class).encode(late);
            producer.send(new ProducerRecord<>(
                            cluster.topics().feedback().name(), JobPartition.keyBytes(job.key()), value))
                    .get(20, TimeUnit.SECONDS);
        }
    }
}
