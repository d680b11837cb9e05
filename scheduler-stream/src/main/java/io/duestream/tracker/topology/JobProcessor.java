package io.duestream.tracker.topology;

import io.duestream.tracker.store.InFlightStore;
import io.duestream.tracker.store.JobStore;
import io.duestream.tracker.store.LimitStore;
import io.duestream.tracker.store.Marks;
import io.duestream.tracker.store.ParkedStore;
import io.duestream.tracker.store.ReadyStore;
import io.duestream.tracker.store.RequestStore;
import io.duestream.tracker.store.RunningStore;
import io.duestream.tracker.store.SettingsStore;
import io.duestream.tracker.store.StateStores;
import io.duestream.tracker.store.SubmissionStore;
import io.duestream.tracker.store.TimerStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;

/** One task: puts the parts together when it is assigned, and gives each its turn. */
final class JobProcessor implements Processor<byte[], byte[], byte[], Outgoing> {
    private final TrackerScope scope;
    private final StreamThreads threads;
    private final FailedRecords failed;
    private ProcessorContext<byte[], Outgoing> context;
    private Alarm alarm;
    private Deciding deciding;
    private TimerStore timers;
    private Inbox inbox;
    private Parking parking;
    private CatchUp catchUp;
    private DueSweep sweep;
    private Drain drain;
    private Walker walker;
    private RemadeTopics remade;
    private LostNodes lost;
    private Runs runs;
    private GroupDesk groups;

    JobProcessor(TrackerScope scope, StreamThreads threads, FailedRecords failed) {
        this.scope = scope;
        this.failed = failed;
        this.threads = threads;
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> assigned) {
        context = assigned;
        int partition = assigned.taskId().partition();
        Instant now = now();
        RecordWriter writer = new RecordWriter(
                scope.topics(),
                scope.node(),
                partition,
                scope.lifecycle().settings().losses());
        Marks marks = new Marks(store(StateStores.MARKS));
        timers = new TimerStore(store(StateStores.TIMERS), marks);
        Admissions.Sending sending = new Admissions.Sending(writer, this::emit, this::now);
        Rooms rooms = rooms(sending, partition, new RequestNumbers(marks));
        runs = new Runs(
                new RunningStore(store(StateStores.RUNNING)), scope.running().task(partition));
        Deciding.Views views = new Deciding.Views(
                new JobStore(store(StateStores.JOBS), store(StateStores.ATTEMPTS)), timers, rooms, runs);
        Plans plans = new Plans(views, writer, new AuditTrail(scope.node(), partition), this::emit);
        deciding = new Deciding(scope.lifecycle(), views, plans);
        remade = new RemadeTopics(views, deciding);
        lost = new LostNodes(views, deciding);
        List<TopicPartition> inputs = List.of(
                new TopicPartition(scope.topics().commands().name(), partition),
                new TopicPartition(scope.topics().feedback().name(), partition));
        CatchUp.Progress progress = new CatchUp.Progress(() -> threads.allFetched(inputs), threads::nanos);
        catchUp = new CatchUp(scope, partition, writer, this::emit, deciding, progress);
        WindowStore<Bytes, byte[]> submissions = assigned.getStateStore(StateStores.SUBMISSIONS);
        GroupOwner owner =
                new GroupOwner(scope, writer, this::emit, deciding, new LimitStore(store(StateStores.LIMITS)));
        groups = new GroupDesk(scope, partition, rooms, owner, deciding, sending);
        CommandInbox.Inputs parts =
                new CommandInbox.Inputs(writer, this::emit, deciding, catchUp, remade, lost, groups);
        CommandInbox commands = new CommandInbox(
                scope, partition, new SubmissionStore(submissions, scope.pace().dedupWindow()), parts);
        RecordReader reader = new RecordReader();
        parking = new Parking(new ParkedStore(store(StateStores.PARKED)), reader, partition);
        inbox = new Inbox(
                scope.topics(),
                commands,
                new FeedbackInbox(scope, partition, parts),
                new Inbox.Reading(reader, parking, partition, failed),
                this::emit);
        TurnClock clock = new TurnClock(threads::nanos);
        sweep = new DueSweep(views, deciding, clock);
        drain = new Drain(rooms, deciding, clock);
        walker = new Walker(scope.pace(), views, marks, deciding, clock, now);
        alarm = new Alarm(assigned, threads, this::wake);
        alarm.noLaterThan(Optional.of(now));
    }

    private Rooms rooms(Admissions.Sending sending, int partition, RequestNumbers numbers) {
        ReadyStore ready = new ReadyStore(store(StateStores.READY));
        InForce settings = new InForce(new SettingsStore(store(StateStores.SETTINGS)));
        Admissions.Keeping requests = new Admissions.Keeping(new RequestStore(store(StateStores.REQUESTS)), numbers);
        return new Rooms(
                scope,
                ready,
                new InFlightStore(store(StateStores.IN_FLIGHT)),
                settings,
                new Admissions(scope, partition, sending, settings, ready, requests));
    }

    private KeyValueStore<Bytes, byte[]> store(String name) {
        return context.getStateStore(name);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Instant now = now();
        catchUp.read();
        boolean wasCatchingUp = deciding.catchingUp();
        inbox.take(record, context.recordMetadata().orElseThrow(), now);
        if (wasCatchingUp && !deciding.catchingUp()) {
            alarm.noLaterThan(Optional.of(now));
        } else if (!deciding.catchingUp()) {
            walker.besideWork(now);
            drain(now);
            alarm.noLaterThan(groups.afterRecord(now));
            alarm.noLaterThan(timers.earliestKnown());
            alarmIfSearching(now);
        }
    }

    private void wake(Instant now) {
        Optional<Instant> patience = catchUp.turn(now);
        if (!deciding.catchingUp()) {
            sweep.turn(now);
            remade.turn(now);
            lost.turn(now);
            alarmIfSearching(now);
            Instant nextStep = walker.turn(now);
            drain(now);
            alarm.noLaterThan(groups.turn(now));
            alarm.noLaterThan(timers.earliestKnown());
            alarm.noLaterThan(Optional.of(nextStep));
        }
        if (parking.turn(each -> inbox.again(each, now))) {
            alarm.noLaterThan(Optional.of(now));
        }
        alarm.noLaterThan(patience);
    }

    private void alarmIfSearching(Instant now) {
        if (remade.pending() || lost.pending()) {
            alarm.noLaterThan(Optional.of(now));
        }
    }

    private void drain(Instant now) {
        if (drain.turn(now)) {
            alarm.noLaterThan(Optional.of(now));
        }
    }

    private void emit(List<Emitter.Keyed> records) {
        for (Emitter.Keyed each : records) {
            Outgoing outgoing = each.record();
            // The topics stamp append time; what is set here is never seen.
            long time = Math.max(0, now().toEpochMilli());
            context.forward(new Record<>(each.key(), outgoing, time, outgoing.headers()));
        }
        threads.emitted(records.size(), context::commit);
    }

    private Instant now() {
        return Instant.ofEpochMilli(threads.clockAt(context.currentSystemTimeMs()));
    }

    @Override
    public void close() {
        if (alarm != null) {
            alarm.disarm();
        }
        if (runs != null) {
            runs.close();
        }
    }
}
