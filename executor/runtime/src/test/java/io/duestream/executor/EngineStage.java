package io.duestream.executor;

import static org.awaitility.Awaitility.await;

import io.duestream.cluster.NodeInfo;
import io.duestream.cluster.Role;
import io.duestream.codec.RecordCodec;
import io.duestream.executor.log.ChosenSinks;
import io.duestream.job.LogLevel;
import io.duestream.node.ProcessLoad;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.LogLine;
import io.duestream.record.NodeControl;
import io.duestream.record.NodeReport;
import io.duestream.record.control.Control;
import io.duestream.record.report.Finished;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
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

/** A whole executor without brokers: its topics are played by hand. */
final class EngineStage {
    static final Topics TOPICS = Topics.of("test");

    private static final TopicPartition P0 =
            new TopicPartition(TOPICS.dispatch("mail").name(), 0);
    private static final TopicPartition CONTROL =
            new TopicPartition(TOPICS.control().name(), 0);

    final MockConsumer<byte[], byte[]> dispatch = new MockConsumer<>("earliest");
    final MockProducer<byte[], byte[]> reports = producer();
    final MockProducer<byte[], byte[]> lines = producer();
    final List<LogLine> sunk = new CopyOnWriteArrayList<>();
    private final MockConsumer<byte[], byte[]> control = new MockConsumer<>("latest");
    private final NodeInfo node = NodeInfo.ofThisProcess(Role.EXECUTOR, "mail", "test", Attempts.NOW, 2, new Random(1));
    private final AtomicReference<ProcessLoad> load =
            new AtomicReference<>(new ProcessLoad(Optional.of(0.1), 1, 100, Optional.empty()));
    private long dispatched;
    private long controls;

    ExecutorEngine start(JobRunner runner, Duration shutdownTimeout) {
        return start(runner, shutdownTimeout, () -> Attempts.NOW);
    }

    ExecutorEngine start(JobRunner runner, Duration shutdownTimeout, InstantSource clock) {
        control.updatePartitions(
                CONTROL.topic(),
                List.of(new PartitionInfo(CONTROL.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
        control.updateEndOffsets(Map.of(CONTROL, 0L));
        ExecutorSettings settings = new ExecutorSettings(
                "none:1",
                "test",
                "mail",
                Map.of(),
                Optional.of(() -> runner),
                2,
                LogLevel.INFO,
                new ChosenSinks(List.of(), Map.of("test", sunk::add)),
                Duration.ofSeconds(1),
                shutdownTimeout,
                Guard.DEFAULT,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                "leveldb",
                Map.of());
        ExecutorEngine engine = new ExecutorEngine(settings, node, clients(), clock, load::get);
        await().until(() -> !dispatch.subscription().isEmpty());
        return engine;
    }

    /** What a garbage collection just left, of 100 bytes. */
    void leftByCollection(long heapUsed) {
        load.set(new ProcessLoad(
                Optional.of(0.1), 99, 100, Optional.of(new ProcessLoad.AfterGc(heapUsed, Duration.ZERO))));
    }

    /** Gives the partition to the executor, from its beginning if it never had it. */
    void assign() {
        dispatch.schedulePollTask(() -> {
            dispatch.updateBeginningOffsets(Map.of(P0, 0L));
            dispatch.updateEndOffsets(Map.of(P0, 0L));
            dispatch.rebalance(List.of(P0));
            dispatch.seek(P0, dispatched);
        });
        await().until(() -> !dispatch.assignment().isEmpty());
    }

    /** Dispatches an attempt. */
    void deliver(String taskId) {
        long offset = dispatched++;
        byte[] value =
                RecordCodec.of(JobDispatch.class).encode(Attempts.of(taskId).dispatch());
        dispatch.schedulePollTask(() -> dispatch.addRecord(new ConsumerRecord<>(P0.topic(), 0, offset, null, value)));
    }

    /** Asks something of the executor. */
    void ask(Control body) {
        await().until(() -> !control.assignment().isEmpty());
        byte[] value =
                RecordCodec.of(NodeControl.class).encode(new NodeControl(node.id(), Attempts.NOW, "operator", body));
        control.schedulePollTask(
                () -> control.addRecord(new ConsumerRecord<>(CONTROL.topic(), 0, controls++, null, value)));
    }

    List<Finished> finished() {
        return reports.history().stream()
                .filter(r -> r.topic().equals(TOPICS.feedback().name()))
                .map(r -> RecordCodec.of(JobFeedback.class).decode(r.value()).body())
                .filter(Finished.class::isInstance)
                .map(Finished.class::cast)
                .toList();
    }

    NodeReport lastNodeReport() {
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
