package io.duestream.tracker.topology;

import io.duestream.codec.RecordCodec;
import io.duestream.job.Encoded;
import io.duestream.job.JobDefinitionBuilder;
import io.duestream.job.JobKey;
import io.duestream.job.Result;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.command.Command;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.report.Finished;
import io.duestream.record.report.Report;
import io.duestream.record.report.Started;
import io.duestream.topic.JobPartition;
import io.duestream.topic.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * One task without brokers, on real stores: the test says what time it is, what is read, and when records that the task
 * sent to itself come back.
 */
final class TaskUnderTest implements AutoCloseable {
    static final String GROUP = "mail";
    static final String NODE = "tracker-1";

    private static final RecordCodec<JobCommand> COMMANDS = RecordCodec.of(JobCommand.class);
    private static final RecordCodec<JobFeedback> FEEDBACK = RecordCodec.of(JobFeedback.class);

    final Topics topics = Topics.of("test");
    final SentRecords sent = new SentRecords(topics);
    /** Partitions of the groups' topics; a group that is not here is unknown. */
    final Map<String, Integer> groups = new HashMap<>(Map.of(GROUP, 2));

    final Map<String, Integer> threads = new HashMap<>();
    /** Commands that the thread has yet to fetch for the task. */
    long unfetched;

    final RunningNodes running = new RunningNodes();
    final FailedRecords failed = new FailedRecords();
    KnownGroups known;
    TrackerScope.Pace pace = TrackerScope.Pace.DEFAULT;
    int partition;
    int partitions = 1;
    Instant now = Instant.parse("2027-01-01T00:00:00Z");

    private final Map<String, Long> offsets = new HashMap<>();
    private final List<Armed> alarms = new ArrayList<>();
    private final TaskStores stores;
    private MockProcessorContext<byte[], Outgoing> context;
    private JobProcessor processor;
    private int assignments;
    private Runnable last = () -> {};
    /** What asking for a commit ends with, after a decision was written and sent; null while it works. */
    RuntimeException commitFails;
    /** How far the clock was set forward, without that time passing. */
    private Duration set = Duration.ZERO;

    /** A task whose stores are in memory, and outlive a restart as those on disk do. */
    TaskUnderTest() {
        this(null);
    }

    /** A task whose stores are in a folder. */
    TaskUnderTest(Path folder) {
        this.stores = new TaskStores(folder);
        this.known = viewOfGroups();
    }

    private KnownGroups viewOfGroups() {
        return new KnownGroups(topics, this::seen, () -> {}, this::nanos);
    }

    private long nanos() {
        return Duration.between(Instant.EPOCH, now).minus(set).toNanos();
    }

    private List<PartitionInfo> seen(String topic) {
        int count = topics.groupOf(topic)
                .map(group -> groups.getOrDefault(group, 0))
                .orElse(1);
        return IntStream.range(0, count)
                .mapToObj(each -> new PartitionInfo(topic, each, null, null, null))
                .toList();
    }

    /** Assigns the task; its first turn is over, its markers are under way. */
    TaskUnderTest assigned() {
        assignments++;
        context = new AlarmedContext();
        context.setCurrentSystemTimeMs(now.toEpochMilli());
        stores.open(context, pace.dedupWindow());
        TrackerScope scope = new TrackerScope(
                topics,
                NODE,
                TrackerScope.defaultLifecycle(),
                partitions,
                known,
                running,
                group -> threads.getOrDefault(group, 0),
                () -> "nonce-" + assignments,
                pace);
        StreamThreads streamThreads = new StreamThreads(this::nanos, new SteadyTime(Clock.systemUTC()));
        streamThreads.polls(consumer());
        processor = new JobProcessor(scope, streamThreads, failed);
        processor.init(context);
        collect();
        advance(Duration.ofMillis(1));
        return this;
    }

    /** The consumer of the task's thread: as the test says, it has fetched all there is of the task's commands or not. */
    private Consumer<byte[], byte[]> consumer() {
        TopicPartition commands = new TopicPartition(topics.commands().name(), partition);
        TopicPartition feedback = new TopicPartition(topics.feedback().name(), partition);
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
            @Override
            public synchronized OptionalLong currentLag(TopicPartition input) {
                return OptionalLong.of(input.equals(commands) ? unfetched : 0);
            }
        };
        consumer.assign(List.of(commands, feedback));
        return consumer;
    }

    /** Assigns the task and lets it read its markers. */
    TaskUnderTest started() {
        assigned().comeBack();
        advance(Duration.ofMillis(1));
        sent.forget();
        return this;
    }

    /** Takes the task away. What was under way to it stays in the log. */
    void revoked() {
        processor.close();
        alarms.clear();
        stores.revoked();
    }

    /** The task's clock is what {@link #now} says, and no alarm has gone off meanwhile. */
    void setClock() {
        context.setCurrentSystemTimeMs(now.toEpochMilli());
    }

    /** Sets the clock forward; what is due by it goes off. */
    void setClockForward(Duration by) {
        set = set.plus(by);
        advance(by);
    }

    void advanceClockWhileAway(Duration span) {
        now = now.plus(span);
    }

    TaskUnderTest inAnotherProcess() {
        known = viewOfGroups();
        return restarted();
    }

    TaskUnderTest restarted() {
        revoked();
        return started();
    }

    @SuppressWarnings("unchecked")
    <S extends StateStore> S store(String name) {
        return (S) context.getStateStore(name);
    }

    /** Lets time pass; each alarm goes off when its time has come. */
    void advance(Duration span) {
        Instant end = now.plus(span);
        Optional<Armed> next = next(end);
        while (next.isPresent()) {
            now = next.get().at.isBefore(now) ? now : next.get().at;
            context.setCurrentSystemTimeMs(now.toEpochMilli());
            next.get().punctuator.punctuate(now.toEpochMilli());
            collect();
            next = next(end);
        }
        now = end;
        context.setCurrentSystemTimeMs(now.toEpochMilli());
    }

    void advanceTo(Instant time) {
        advance(Duration.between(now, time));
    }

    private Optional<Armed> next(Instant end) {
        return alarms.stream().filter(each -> !each.at.isAfter(end)).min(Comparator.comparing(each -> each.at));
    }

    /** When the task wakes next. */
    Optional<Instant> wakesAt() {
        return alarms.stream().map(each -> each.at).min(Comparator.naturalOrder());
    }

    /** An alarm of the task, until it is cancelled. */
    private static final class Armed {
        private final Instant at;
        private final Punctuator punctuator;

        Armed(Instant at, Punctuator punctuator) {
            this.at = at;
            this.punctuator = punctuator;
        }
    }

    /** Keeps the alarms that are armed; the one it extends keeps all that ever were, and copies them at each look. */
    private final class AlarmedContext extends MockProcessorContext<byte[], Outgoing> {
        AlarmedContext() {
            super(new Properties(), new TaskId(0, partition), stores.folder());
        }

        @Override
        public void commit() {
            if (commitFails != null) {
                throw commitFails;
            }
            super.commit();
        }

        @Override
        public Cancellable schedule(Duration interval, PunctuationType type, Punctuator punctuator) {
            Armed armed = new Armed(now.plus(interval), punctuator);
            alarms.add(armed);
            return () -> alarms.remove(armed);
        }
    }

    private void collect() {
        context.forwarded().forEach(each -> sent.add(narrow(each.record())));
        context.resetForwards();
    }

    private static Record<byte[], Outgoing> narrow(Record<? extends byte[], ? extends Outgoing> record) {
        return new Record<>(record.key(), record.value(), record.timestamp(), record.headers());
    }

    /** Lets the task read what it sent to itself, until nothing more follows from that. */
    void comeBack() {
        for (List<Record<byte[], Outgoing>> back = sent.takeUnderWay(); !back.isEmpty(); back = sent.takeUnderWay()) {
            for (Record<byte[], Outgoing> each : back) {
                String topic = each.value().topic();
                boolean own = topic.equals(topics.commands().name())
                        || topic.equals(topics.feedback().name());
                if (own && each.value().partition() == partition) {
                    read(topic, each.key(), each.value().value());
                }
            }
        }
    }

    /** Lets the task read a record; its offset. */
    long read(String topic, byte[] key, byte[] value) {
        long offset = offsets.merge(topic, 1L, Long::sum) - 1;
        last = () -> read(topic, offset, key, value);
        last.run();
        return offset;
    }

    /** Reads the record again that was read last, as after a transaction that was given up. */
    Runnable again() {
        return last;
    }

    private void read(String topic, long offset, byte[] key, byte[] value) {
        context.setRecordMetadata(topic, partition, offset);
        processor.process(new Record<>(key, value, now.toEpochMilli()));
        collect();
    }

    long readCommand(byte[] value) {
        return read(topics.commands().name(), null, value);
    }

    long readFeedback(byte[] value) {
        return read(topics.feedback().name(), null, value);
    }

    long command(JobCommand command) {
        return read(topics.commands().name(), JobPartition.keyBytes(command.key()), COMMANDS.encode(command));
    }

    long command(String key, Command body) {
        JobKey job = JobKey.parse(key);
        return command(new JobCommand(job.group(), job.taskId(), now, "test", Optional.empty(), body));
    }

    long submit(String key, JobDefinitionBuilder definition) {
        return command(key, new SubmitJob(Optional.empty(), false, Optional.empty(), Encoded.of(definition.build())));
    }

    long feedback(JobFeedback report) {
        return read(topics.feedback().name(), JobPartition.keyBytes(report.key()), FEEDBACK.encode(report));
    }

    long report(JobDispatch run, Report body) {
        return feedback(report(run.group(), run.taskId(), run, body));
    }

    /** Another node got the record too, under the next generation, and reports it started. */
    void takeOver(JobDispatch run, String node, int generation) {
        feedback(report(run.group(), run.taskId(), run, generation, node, new Started(now)));
    }

    static JobFeedback report(String group, String taskId, JobDispatch run, Report body) {
        return report(group, taskId, run, 1, "node-1", body);
    }

    private static JobFeedback report(
            String group, String taskId, JobDispatch run, int generation, String node, Report body) {
        return new JobFeedback(
                group,
                taskId,
                Optional.of(run.jobId()),
                run.fire(),
                run.shard(),
                Optional.of(run.token()),
                generation,
                node,
                Optional.empty(),
                body);
    }

    void start(JobDispatch run) {
        report(run, new Started(now));
    }

    void succeed(JobDispatch run) {
        report(run, new Finished(Result.SUCCESS, "", "", Optional.of(now), Optional.of(now)));
    }

    @Override
    public void close() {
        processor.close();
        stores.close();
    }
}
