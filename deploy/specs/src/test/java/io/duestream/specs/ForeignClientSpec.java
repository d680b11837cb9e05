package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.job.JobKey;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobEnded;
import io.duestream.specs.fixture.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A submitter and an executor that know nothing of Duestream but its schema files: Kafka's client, Avro's generic records,
 * a plain consumer group.
 */
class ForeignClientSpec {
    private final Cluster cluster = Cluster.embedded();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void submits_a_job_and_runs_it_in_a_plain_consumer_group() throws Exception {
        cluster.startTracker();
        createDispatchTopic("foreign");

        submit("foreign", "job-1", "hello from far away");
        GenericRecord dispatch = runOne("foreign");

        assertThat(dispatch.get("taskId")).hasToString("job-1");
        assertThat(StandardCharsets.UTF_8
                        .decode((ByteBuffer) dispatch.get("payload"))
                        .toString())
                .isEqualTo("hello from far away");
        JobKey key = new JobKey("foreign", "job-1");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(cluster.audit().events(key, JobEnded.class)).hasSize(1));
        assertThat(cluster.audit().events(key, FireEnded.class))
                .extracting(FireEnded::message)
                .containsExactly("done elsewhere");
    }

    private void submit(String group, String taskId, String payload)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        Schema command = schema("JobCommand");
        Schema submit = branch(command.getField("body").schema(), "SubmitJob");
        Schema definition = submit.getField("definition").schema();
        GenericRecord job = new GenericRecordBuilder(definition)
                .set("payload", ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)))
                .set(
                        "trigger",
                        new GenericData.Record(
                                branch(definition.getField("trigger").schema(), "Immediate")))
                .build();
        GenericRecord record = new GenericRecordBuilder(command)
                .set("group", group)
                .set("taskId", taskId)
                .set("sentAt", System.currentTimeMillis())
                .set(
                        "body",
                        new GenericRecordBuilder(submit).set("definition", job).build())
                .build();
        send(cluster.topics().cluster() + ".commands", group + "/" + taskId, record);
    }

    /** Takes one attempt and reports its end, as any consumer of the topic may. */
    private GenericRecord runOne(String group) throws Exception {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", cluster.bootstrapServers(),
                        "group.id", cluster.topics().cluster() + "." + group,
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false",
                        "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(cluster.topics().cluster() + ".dispatch." + group));
            ConsumerRecord<byte[], byte[]> taken =
                    await().atMost(Duration.ofSeconds(30)).until(() -> firstOf(consumer), each -> each != null);
            GenericRecord dispatch = decode("JobDispatch", taken.value());
            reportFinished(dispatch);
            consumer.commitSync();
            return dispatch;
        }
    }

    private static ConsumerRecord<byte[], byte[]> firstOf(KafkaConsumer<byte[], byte[]> consumer) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            return record;
        }
        return null;
    }

    private void reportFinished(GenericRecord dispatch) throws Exception {
        Schema feedback = schema("JobFeedback");
        Schema finished = branch(feedback.getField("body").schema(), "Finished");
        Schema result = finished.getField("result").schema();
        GenericRecord body = new GenericRecordBuilder(finished)
                .set("result", new GenericData.EnumSymbol(result, "SUCCESS"))
                .set("message", "done elsewhere")
                .build();
        GenericRecord report = new GenericRecordBuilder(feedback)
                .set("group", dispatch.get("group"))
                .set("taskId", dispatch.get("taskId"))
                .set("jobId", dispatch.get("jobId"))
                .set("fire", dispatch.get("fire"))
                .set("shard", dispatch.get("shard"))
                .set("token", dispatch.get("token"))
                .set("body", body)
                .build();
        send(cluster.topics().cluster() + ".feedback", dispatch.get("group") + "/" + dispatch.get("taskId"), report);
    }

    private void send(String topic, String key, GenericRecord record)
            throws IOException, ExecutionException, InterruptedException, TimeoutException {
        ByteBuffer encoded =
                new BinaryMessageEncoder<GenericRecord>(GenericData.get(), record.getSchema()).encode(record);
        byte[] value = new byte[encoded.remaining()];
        encoded.get(value);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static GenericRecord decode(String name, byte[] value) throws IOException {
        return new BinaryMessageDecoder<GenericRecord>(GenericData.get(), schema(name)).decode(value);
    }

    private static Schema schema(String name) {
        try (InputStream file =
                ForeignClientSpec.class.getResourceAsStream("/io/duestream/schemas/" + name + ".avsc")) {
            return new Schema.Parser().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema branch(Schema union, String name) {
        return union.getTypes().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void createDispatchTopic(String group) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            NewTopic topic = new NewTopic(cluster.topics().cluster() + ".dispatch." + group, 2, (short) 1)
                    .configs(Map.of("message.timestamp.type", "LogAppendTime"));
            admin.createTopics(List.of(topic)).all().get(20, TimeUnit.SECONDS);
        }
    }
}
