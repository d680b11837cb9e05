package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.executor.RunResult;
import io.duestream.record.event.JobEnded;
import io.duestream.specs.fixture.BackEnd;
import io.duestream.specs.fixture.Cluster;
import io.duestream.topic.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes that nobody can read change nothing but the dead letters. */
@ParameterizedClass
@EnumSource(BackEnd.class)
class GarbageSpec {
    private static final int GARBAGE = 50;

    private final Cluster cluster;

    GarbageSpec(BackEnd backEnd) {
        cluster = backEnd.cluster();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void garbage_on_commands_goes_to_the_dead_letters_and_disturbs_nobody() throws Exception {
        cluster.startTracker();
        cluster.startExecutor("mail", 2, context -> RunResult.success());
        JobClient client = cluster.startClient("shop");
        List<byte[]> sent = sendGarbage(cluster.topics().commands().name());

        Job job = Job.of("mail", "sane");
        client.submit(job);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(cluster.audit().events(job.key(), JobEnded.class))
                        .hasSize(1));
        List<ConsumerRecord<byte[], byte[]>> letters = deadLetters(GARBAGE);
        assertThat(letters).extracting(ConsumerRecord::value).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(letters).allSatisfy(letter -> {
            assertThat(header(letter, DeadLetters.TOPIC))
                    .isEqualTo(cluster.topics().commands().name());
            assertThat(header(letter, DeadLetters.REASON)).isNotBlank();
        });
        assertThat(cluster.audit().records())
                .allSatisfy(record -> assertThat(record.group()).isIn("mail", "~tracker"));
    }

    private List<byte[]> sendGarbage(String topic) throws Exception {
        Random random = new Random(7);
        List<byte[]> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < GARBAGE; i++) {
                byte[] value = new byte[random.nextInt(200)];
                random.nextBytes(value);
                sent.add(value);
                producer.send(new ProducerRecord<>(topic, value)).get(20, TimeUnit.SECONDS);
            }
        }
        return sent;
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(int count) {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    List.of(new TopicPartition(cluster.topics().deadLetters().name(), 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
                return letters.size() >= count;
            });
        }
        return letters;
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
