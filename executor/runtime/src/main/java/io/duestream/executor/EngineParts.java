package io.duestream.executor;

import io.duestream.client.failstore.RecordKind;
import io.duestream.cluster.NodeInfo;
import io.duestream.codec.RecordCodec;
import io.duestream.executor.clients.ClientConfigs;
import io.duestream.executor.delivery.Deliveries;
import io.duestream.executor.delivery.Intake;
import io.duestream.executor.delivery.PollLoop;
import io.duestream.executor.delivery.QueueBound;
import io.duestream.executor.delivery.Standstill;
import io.duestream.executor.node.ControlListener;
import io.duestream.executor.node.LoadLimit;
import io.duestream.executor.report.Backlog;
import io.duestream.executor.report.LineSender;
import io.duestream.executor.report.Outgoing;
import io.duestream.executor.report.ReportSender;
import io.duestream.node.NodeReporter;
import io.duestream.node.NodeWork;
import io.duestream.node.ProcessLoad;
import io.duestream.record.JobDispatch;
import io.duestream.record.LogLine;
import io.duestream.topic.DeadLetters;
import io.duestream.topic.Topics;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What an executor is made of, put together. Nothing runs yet, but the sender of business log lines. */
final class EngineParts {
    /** One for run timeouts and the guard, one for each that may wait for a broker: reports, node reports, the topic's watch. */
    private static final int TIMER_THREADS = 4;

    final Backlog backlog = new Backlog();
    final WorkGate gate;
    final RunRegistry registry = new RunRegistry();
    final RunCounters counters = new RunCounters();
    final ScheduledThreadPoolExecutor timer;
    final ReportSender reports;
    final LineSender lines;
    final Deliveries deliveries;
    final LogLines logs;
    final RunExecution execution;
    final RunInterrupter interrupter;
    final PollLoop pollLoop;
    final ControlListener control;
    final NodeReporter nodeReporter;
    final GuardWatch guardWatch;
    final DispatchTopicWatch topicWatch;
    private final AtomicLong letterCount = new AtomicLong();

    EngineParts(
            ExecutorSettings settings,
            NodeInfo node,
            KafkaClients clients,
            InstantSource clock,
            NodeActions actions,
            Supplier<ProcessLoad> load,
            Consumer<LogLine> sinks) {
        Topics topics = Topics.of(settings.cluster());
        String name = threadName(settings);
        String dispatch = topics.dispatch(settings.group()).name();
        timer = new ScheduledThreadPoolExecutor(TIMER_THREADS, work -> daemon(work, name + "timer"));
        timer.setRemoveOnCancelPolicy(true);
        Standstill standstill = new Standstill(ClientConfigs.session(settings.kafka()), System::nanoTime);
        gate = new WorkGate(() -> backlog.hasRoom() && !standstill.doubtful());
        Outlets outlets = Outlets.open(settings, clients, clock);
        reports = new ReportSender(outlets.reports(), backlog);
        lines = new LineSender(outlets.lines(), name + "log");
        deliveries = new Deliveries(QueueBound.DEFAULT, gate);
        backlog.onRelief(deliveries::startAgain);
        RunReporter reporter = new RunReporter(topics.feedback().name(), node.id(), reports, deliveries);
        interrupter = new RunInterrupter(
                timer, hook -> daemon(hook, name + "interrupt").start());
        logs = new LogLines(topics.logs().name(), node.id(), settings.logLevel(), clock, lines, sinks);
        execution =
                new RunExecution(registry, reporter, interrupter, counters, logs, deliveries::awaitCommitted, clock);
        Intake intake = new Intake(
                settings.group(),
                RecordCodec.of(JobDispatch.class),
                deliveries,
                new DeadLetters(topics),
                this::sendDeadLetter);
        pollLoop = new PollLoop(
                clients.dispatch(),
                dispatch,
                deliveries,
                intake,
                () -> reportStarted(reporter),
                PollLoop.Times.DEFAULT,
                standstill,
                System::nanoTime);
        control = new ControlListener(
                clients::control, topics.control().name(), node.id(), new NodeControls(registry, interrupter, actions));
        nodeReporter = new NodeReporter(
                topics.metrics().name(),
                () -> node.reporting().report(clock.instant(), work(dispatch, actions), load.get()),
                reports::sendOnce);
        guardWatch = new GuardWatch(
                new LoadLimit(settings.guard().cpuPercent(), settings.guard().memoryPercent()),
                load,
                gate,
                this::gateChanged,
                System::gc,
                System::nanoTime);
        topicWatch = new DispatchTopicWatch(dispatch, pollLoop::hasPartitions, () -> {
            try (Admin admin = clients.admin()) {
                return new DispatchTopic(admin, topics).makeAgain(settings.group());
            }
        });
    }

    /** Lets poll loop and workers look again at the gate; one after the other, so that the last change counts. */
    synchronized void gateChanged() {
        pollLoop.takePartitions(gate.takesPartitions());
        deliveries.startAgain();
    }

    private void reportStarted(RunReporter reporter) {
        registry.all().forEach(run -> run.reportStarted(reporter::started));
        deliveries
                .aloneForLongEnough()
                .ifPresent(alone -> registry.of(alone)
                        .ifPresent(run -> run.reportAccompanied((newest, at) ->
                                reporter.accompanied(newest, at, () -> deliveries.accompanied(alone)))));
    }

    private NodeWork work(String dispatch, NodeActions actions) {
        return new NodeWork(
                actions.threads(),
                registry.size(),
                counters.results(),
                reports.stored() + lines.stored(),
                gate.draining(),
                gate.heldBack(),
                Optional.of(logs.threshold()),
                gate.takesPartitions() ? List.of(dispatch) : List.of());
    }

    private void sendDeadLetter(ProducerRecord<byte[], byte[]> letter, Runnable acknowledged) {
        // A lane for each: one that the brokers refuse must hold up no other.
        String lane = "dead letter " + letterCount.incrementAndGet();
        reports.send(new Outgoing(RecordKind.LETTER, lane, letter, acknowledged));
    }

    static String threadName(ExecutorSettings settings) {
        return "duestream-" + settings.group() + "-";
    }

    static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
