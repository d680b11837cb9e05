package io.duestream.cli.demo;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.codec.RecordCodec;
import io.duestream.job.Encoded;
import io.duestream.job.JobKey;
import io.duestream.record.JobCommand;
import io.duestream.record.JobOutcome;
import io.duestream.record.command.SubmitJob;
import io.duestream.topic.JobPartition;
import io.duestream.topic.Topics;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What submits the samples: the client library, and a plain producer for what the library would refuse. */
final class DemoClient implements AutoCloseable {
    static final String CLIENT_GROUP = "demo-shop";

    private final JobClient client;
    private final String bootstrapServers;
    private final Topics topics;

    DemoClient(String bootstrapServers, Topics topics, Consumer<JobOutcome> outcomes) {
        this.bootstrapServers = bootstrapServers;
        this.topics = topics;
        this.client = JobClient.builder()
                .bootstrapServers(bootstrapServers)
                .cluster(topics.cluster())
                .clientGroup(CLIENT_GROUP)
                .sender("demo")
                .onOutcome(outcomes::accept)
                .build();
    }

    void submit(Job job) {
        client.submit(job.notifyOutcome(true));
    }

    void cancel(JobKey key, String reason) {
        client.cancel(key, false, reason);
    }

    void trigger(JobKey key, String reason) {
        client.trigger(key, reason);
    }

    /** Sends a submission as any producer could, without a look at the rules. */
    void submitUnchecked(Job job) {
        RecordCodec<JobCommand> codec = RecordCodec.of(JobCommand.class);
        JobCommand command = new JobCommand(
                job.key().group(),
                job.key().taskId(),
                Instant.now(),
                "demo",
                Optional.empty(),
                new SubmitJob(
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Encoded.of(job.clientGroup(CLIENT_GROUP).definition())));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topics.commands().name(), JobPartition.keyBytes(job.key()), codec.encode(command)))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        } catch (ExecutionException e) {
            throw new KafkaException(e.getCause());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
