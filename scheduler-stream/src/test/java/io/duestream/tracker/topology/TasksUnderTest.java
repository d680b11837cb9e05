package io.duestream.tracker.topology;

import io.duestream.codec.RecordCodec;
import io.duestream.job.Encoded;
import io.duestream.job.GroupRules;
import io.duestream.job.JobDefinitionBuilder;
import io.duestream.job.JobKey;
import io.duestream.job.Result;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.command.ChangeGroup;
import io.duestream.record.command.Command;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.report.Finished;
import io.duestream.topic.JobPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The tasks of a cluster without brokers: what they send to one another arrives in order, each after a while, and its
 * executors run what is dispatched for as long as the test says. Time is virtual.
 */
final class TasksUnderTest implements AutoCloseable {
    private static final RecordCodec<JobCommand> COMMANDS = RecordCodec.of(JobCommand.class);
    private static final RecordCodec<JobFeedback> FEEDBACK = RecordCodec.of(JobFeedback.class);
    private static final RecordCodec<JobDispatch> DISPATCHES = RecordCodec.of(JobDispatch.class);
    final List<TaskUnderTest> tasks = new ArrayList<>();
    final List<Seen> dispatched = new ArrayList<>();
    final List<Seen> ended = new ArrayList<>();
    Instant now = Instant.parse("2027-01-01T00:00:00Z");
    /** Milliseconds until a record arrives. */
    LongSupplier delay = () -> 0;
    /** How long a run takes. */
    Function<JobDispatch, Duration> runs = run -> Duration.ofSeconds(1);
    /** What is done to a command on its way; empty for one that is lost. */
    Function<JobCommand, List<JobCommand>> wire = List::of;
    /** What a task reads instead of a command, with whatever it is by then. */
    UnaryOperator<JobCommand> misread = UnaryOperator.identity();
    /** Most runs that were out at once. */
    int mostOut;

    private final List<Deque<Arrival>> commands = new ArrayList<>();
    private final List<Deque<Arrival>> feedback = new ArrayList<>();
    private final List<Boolean> away = new ArrayList<>();
    private final PriorityQueue<Seen> running = new PriorityQueue<>(Comparator.comparing(Seen::at));
    private long submitted;

    /** A run, and when it was dispatched or will end. */
    record Seen(Instant at, JobDispatch run) {}

    private record Arrival(Instant at, byte[] key, byte[] value) {}

    TasksUnderTest(int partitions) {
        for (int i = 0; i < partitions; i++) {
            TaskUnderTest task = new TaskUnderTest();
            task.partition = i;
            task.partitions = partitions;
            task.groups.put(TaskUnderTest.GROUP, 4);
            tasks.add(task);
            commands.add(new ArrayDeque<>());
            feedback.add(new ArrayDeque<>());
            away.add(false);
            task.now = now;
            task.assigned();
        }
        advance(Duration.ofMillis(100));
        tasks.forEach(task -> task.sent.forget());
    }

    void threads(int threads) {
        tasks.forEach(task -> task.threads.put(TaskUnderTest.GROUP, threads));
    }

    /** The tracker of these tasks is gone; what is sent to them stays in the log. */
    void kill(int... partitions) {
        for (int partition : partitions) {
            collect();
            tasks.get(partition).revoked();
            away.set(partition, true);
        }
    }

    /** Another tracker takes them over. */
    void takeOver(int... partitions) {
        for (int partition : partitions) {
            away.set(partition, false);
            tasks.get(partition).now = now;
            tasks.get(partition).assigned();
        }
    }

    /** A job whose key belongs to a partition; its key. */
    String submit(int partition, JobDefinitionBuilder definition) {
        String key;
        do {
            submitted++;
            key = TaskUnderTest.GROUP + "/" + submitted;
        } while (JobPartition.of(JobKey.parse(key), tasks.size()) != partition);
        tell(key, new SubmitJob(Optional.empty(), false, Optional.empty(), Encoded.of(definition.build())));
        return key;
    }

    void tell(String key, Command body) {
        JobKey job = JobKey.parse(key);
        send(new JobCommand(job.group(), job.taskId(), now, "test", Optional.empty(), body));
    }

    private void send(JobCommand command) {
        int partition = JobPartition.of(command.key(), tasks.size());
        arrive(commands.get(partition), JobPartition.keyBytes(command.key()), COMMANDS.encode(command));
    }

    /** Changes settings of the group. */
    void change(ChangeGroup change) {
        tell(GroupRules.ownerKey(TaskUnderTest.GROUP).toString(), change);
    }

    static ChangeGroup pause(boolean paused) {
        return new ChangeGroup(
                Optional.of(paused), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "");
    }

    static ChangeGroup rate(int rate) {
        return new ChangeGroup(
                Optional.empty(), Optional.of(rate), Optional.empty(), Optional.empty(), Optional.empty(), "");
    }

    static ChangeGroup concurrency(int concurrency) {
        return new ChangeGroup(
                Optional.empty(), Optional.empty(), Optional.of(concurrency), Optional.empty(), Optional.empty(), "");
    }

    int owner() {
        return JobPartition.of(GroupRules.ownerKey(TaskUnderTest.GROUP), tasks.size());
    }

    int out() {
        return running.size();
    }

    /** Lets time pass, and everything happen whose time comes. */
    void advance(Duration span) {
        Instant end = now.plus(span);
        settle();
        Optional<Instant> next = next(end);
        while (next.isPresent()) {
            now = next.get();
            for (int i = 0; i < tasks.size(); i++) {
                if (!away.get(i) && tasks.get(i).now.isBefore(now)) {
                    tasks.get(i).advanceTo(now);
                }
            }
            finish();
            settle();
            next = next(end);
        }
        now = end;
        for (int i = 0; i < tasks.size(); i++) {
            if (!away.get(i) && tasks.get(i).now.isBefore(now)) {
                tasks.get(i).advanceTo(now);
            }
        }
        settle();
    }

    private Optional<Instant> next(Instant end) {
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            if (!away.get(i)) {
                tasks.get(i).wakesAt().ifPresent(times::add);
                for (Deque<Arrival> queue : List.of(commands.get(i), feedback.get(i))) {
                    if (!queue.isEmpty()) {
                        times.add(queue.peekFirst().at());
                    }
                }
            }
        }
        if (!running.isEmpty()) {
            times.add(running.peek().at());
        }
        return times.stream()
                .min(Comparator.naturalOrder())
                .map(at -> at.isAfter(now) ? at : now.plusMillis(1))
                .filter(at -> !at.isAfter(end));
    }

    private void finish() {
        while (!running.isEmpty() && !running.peek().at().isAfter(now)) {
            JobDispatch run = running.poll().run();
            ended.add(new Seen(now, run));
            JobFeedback report = TaskUnderTest.report(
                    run.group(),
                    run.taskId(),
                    run,
                    new Finished(Result.SUCCESS, "", "", Optional.of(now), Optional.of(now)));
            int partition = JobPartition.of(report.key(), tasks.size());
            arrive(feedback.get(partition), JobPartition.keyBytes(report.key()), FEEDBACK.encode(report));
        }
    }

    /** Records of one partition arrive in order. */
    private void arrive(Deque<Arrival> queue, byte[] key, byte[] value) {
        Instant at = now.plusMillis(delay.getAsLong());
        boolean before = !queue.isEmpty() && queue.peekLast().at().isAfter(at);
        queue.addLast(new Arrival(before ? queue.peekLast().at() : at, key, value));
    }

    private void settle() {
        collect();
        boolean any = true;
        while (any) {
            any = false;
            for (int i = 0; i < tasks.size(); i++) {
                any |= deliver(i, feedback.get(i), true) | deliver(i, commands.get(i), false);
            }
            collect();
        }
    }

    private boolean deliver(int partition, Deque<Arrival> queue, boolean isFeedback) {
        boolean any = false;
        while (!away.get(partition)
                && !queue.isEmpty()
                && !queue.peekFirst().at().isAfter(now)) {
            Arrival each = queue.pollFirst();
            TaskUnderTest task = tasks.get(partition);
            String topic = isFeedback
                    ? task.topics.feedback().name()
                    : task.topics.commands().name();
            byte[] value = isFeedback ? each.value() : COMMANDS.encode(misread.apply(COMMANDS.decode(each.value())));
            task.read(topic, each.key(), value);
            any = true;
        }
        return any;
    }

    private void collect() {
        for (int i = 0; i < tasks.size(); i++) {
            if (!away.get(i)) {
                tasks.get(i).sent.takeUnderWay().forEach(this::route);
            }
        }
    }

    private void route(Record<byte[], Outgoing> record) {
        Outgoing outgoing = record.value();
        TaskUnderTest any = tasks.get(0);
        if (outgoing.topic().equals(any.topics.commands().name())) {
            for (JobCommand each : wire.apply(COMMANDS.decode(outgoing.value()))) {
                arrive(commands.get(outgoing.partition()), record.key(), COMMANDS.encode(each));
            }
        } else if (outgoing.topic().equals(any.topics.feedback().name())) {
            arrive(feedback.get(outgoing.partition()), record.key(), outgoing.value());
        } else if (outgoing.topic()
                .equals(any.topics.dispatch(TaskUnderTest.GROUP).name())) {
            JobDispatch run = DISPATCHES.decode(outgoing.value());
            dispatched.add(new Seen(now, run));
            running.add(new Seen(now.plus(runs.apply(run)), run));
            mostOut = Math.max(mostOut, running.size());
        }
    }

    /** Whether nothing waits and nothing is out, anywhere. */
    boolean idle() {
        return running.isEmpty()
                && IntStream.range(0, tasks.size())
                        .allMatch(i -> Rows.of(tasks.get(i)).isEmpty());
    }

    @Override
    public void close() {
        for (int i = 0; i < tasks.size(); i++) {
            if (!away.get(i)) {
                tasks.get(i).close();
            }
        }
    }
}
