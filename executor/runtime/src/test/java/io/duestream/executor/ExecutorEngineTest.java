package io.duestream.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.duestream.cluster.NodeInfo;
import io.duestream.cluster.Role;
import io.duestream.codec.RecordCodec;
import io.duestream.job.LogLevel;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.NodeReport;
import io.duestream.record.report.Finished;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A whole executor without brokers. */
@Timeout(60)
class ExecutorEngineTest {
    private static final Topics TOPICS = Topics.of("test");
    private static final TopicPartition P0 =
            new TopicPartition(TOPICS.dispatch("mail").name(), 0);

    private final MockConsumer<byte[], byte[]> dispatch = new MockConsumer<>("earliest");
    private final MockConsumer<byte[], byte[]> control = new MockConsumer<>("latest");
    private final MockProducer<byte[], byte[]> reports = producer();
    private final MockProducer<byte[], byte[]> lines = producer();
    private volatile Optional<RuntimeException> clockProblem = Optional.empty();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);

    @Test
    void closing_lets_a_run_end_and_sends_its_report() {
        ExecutorEngine engine = start(
                context -> {
                    begun.countDown();
                    finish.await();
                    context.log().info("done");
                    return null;
                },
                Duration.ofSeconds(30));
        deliver();
        Thread closing = new Thread(engine::close);
        closing.start();
        await().until(dispatch::closed);
        assertThat(finished()).isEmpty();
        assertThat(engine.busy()).isEqualTo(1);

        finish.countDown();

        await().until(() -> !closing.isAlive());
        assertThat(finished()).hasSize(1);
        assertThat(lines.history()).hasSize(1);
        assertThat(reports.closed()).isTrue();
        assertThat(lastNodeReport().draining()).isTrue();
    }

    @Test
    void a_run_that_does_not_end_in_time_is_interrupted_by_closing() {
        ExecutorEngine engine = start(
                context -> {
                    begun.countDown();
                    finish.await();
                    return null;
                },
                Duration.ofMillis(10));
        deliver();

        engine.close();
        engine.close();

        assertThat(finished())
                .extracting(Finished::message)
                .containsExactly("interrupted by the shutdown of its executor");
        assertThat(engine.busy()).isZero();
    }

    @Test
    void an_executor_that_cannot_go_on_closes_itself_and_says_why() throws Exception {
        ExecutorEngine engine = start(context -> null, Duration.ofSeconds(1));
        dispatch.schedulePollTask(() -> {
            throw new OutOfMemoryError("Java heap space");
        });

        assertThatThrownBy(engine::awaitClosed)
                .isInstanceOf(ExecutorException.class)
                .hasMessageContaining("Java heap space");
        assertThat(reports.closed()).isTrue();
    }

    @Test
    void an_executor_that_cannot_bring_a_delivery_to_its_end_closes_itself_and_leaves_it_to_the_next_owner() {
        ExecutorEngine engine = start(
                context -> {
                    begun.countDown();
                    finish.await();
                    return null;
                },
                Duration.ofSeconds(1));
        deliver();
        clockProblem = Optional.of(new IllegalStateException("no time"));

        finish.countDown();

        assertThatThrownBy(engine::awaitClosed)
                .isInstanceOf(ExecutorException.class)
                .hasMessageContaining("no time");
        assertThat(finished()).isEmpty();
        assertThat(dispatch.closed()).isTrue();
        assertThat(reports.closed()).isTrue();
    }

    private Instant now() {
        clockProblem.ifPresent(problem -> {
            throw problem;
        });
        return Attempts.NOW;
    }

    private ExecutorEngine start(JobRunner runner, Duration shutdownTimeout) {
        control.updatePartitions(
                TOPICS.control().name(),
                List.of(new PartitionInfo(TOPICS.control().name(), 0, Node.noNode(), new Node[0], new Node[0])));
        control.updateEndOffsets(Map.of(new TopicPartition(TOPICS.control().name(), 0), 0L));
        ExecutorSettings settings = new ExecutorSettings(
                "none:1",
                "test",
                "mail",
                Map.of(),
                Optional.of(() -> runner),
                2,
                LogLevel.INFO,
                Duration.ofSeconds(1),
                shutdownTimeout,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                "leveldb",
                Map.of());
        NodeInfo node = NodeInfo.ofThisProcess(Role.EXECUTOR, "mail", "test", Attempts.NOW, 2, new Random(1));
        ExecutorEngine engine = new ExecutorEngine(settings, node, clients(), this::now);
        await().until(() -> !dispatch.subscription().isEmpty());
        return engine;
    }

    /** Delivers one attempt and returns when it runs. */
    private void deliver() {
        dispatch.schedulePollTask(() -> {
            dispatch.updateBeginningOffsets(Map.of(P0, 0L));
            dispatch.updateEndOffsets(Map.of(P0, 0L));
            dispatch.rebalance(List.of(P0));
            dispatch.addRecord(new ConsumerRecord<>(
                    P0.topic(),
                    0,
                    0,
                    null,
                    RecordCodec.of(JobDispatch.class).encode(Attempts.of("job").dispatch())));
        });
        await().until(() -> begun.getCount() == 0);
    }

    private List<Finished> finished() {
        return reports.history().stream()
                .filter(r -> r.topic().equals(TOPICS.feedback().name()))
                .map(r -> RecordCodec.of(JobFeedback.class).decode(r.value()).body())
                .filter(Finished.class::isInstance)
                .map(Finished.class::cast)
                .toList();
    }

    private NodeReport lastNodeReport() {
        return reports.history().stream()
                .filter(r -> r.topic().equals(TOPICS.metrics().name()))
                .map(r -> RecordCodec.of(NodeReport.class).decode(r.value()))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private KafkaClients clients() {
        return new KafkaClients() {
            @Override
            public Consumer<byte[], byte[]> dispatch() {
                return dispatch;
            }

            @Override
            public Consumer<byte[], byte[]> control() {
                return control;
            }

            @Override
            public Producer<byte[], byte[]> reports() {
                return reports;
            }

            @Override
            public Producer<byte[], byte[]> lines() {
                return lines;
            }

            @Override
            public Admin admin() {
                throw new KafkaException("there are no brokers");
            }
        };
    }

    private static MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(
                true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    }
}
