package io.duestream.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.sender.ReliableSender;
import io.duestream.client.sender.SenderTimes;
import io.duestream.codec.RecordCodec;
import io.duestream.executor.delivery.Deliveries;
import io.duestream.executor.delivery.Delivery;
import io.duestream.executor.delivery.QueueBound;
import io.duestream.executor.report.Backlog;
import io.duestream.executor.report.ReportSender;
import io.duestream.job.LogLevel;
import io.duestream.job.Result;
import io.duestream.job.Token;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.NodeControl;
import io.duestream.record.control.ChangeLogLevel;
import io.duestream.record.control.ChangeThreads;
import io.duestream.record.control.Control;
import io.duestream.record.control.DrainNode;
import io.duestream.record.control.InterruptRun;
import io.duestream.record.report.Finished;
import io.duestream.record.report.NotStarted;
import io.duestream.record.report.Report;
import io.duestream.record.report.Started;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a delivery to its reports, without a broker. */
@Timeout(30)
class RunExecutionTest {
    private static final RecordCodec<JobFeedback> CODEC = RecordCodec.of(JobFeedback.class);

    private final MockProducer<byte[], byte[]> producer = new MockProducer<>(
            false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ReliableSender sender = ReliableSender.start(
            "test-", () -> producer, Optional.empty(), SenderTimes.DEFAULT, InstantSource.system());
    private final Deliveries deliveries = new Deliveries(QueueBound.DEFAULT, () -> true);
    private final RunReporter reporter =
            new RunReporter("feedback", "node-1", new ReportSender(sender, new Backlog()), deliveries);
    private final RunRegistry registry = new RunRegistry();
    private final RunInterrupter interrupter = new RunInterrupter(timer, Runnable::run);
    private final RunCounters counters = new RunCounters();
    private final AtomicReference<Instant> now = new AtomicReference<>(Attempts.NOW);
    private final RunExecution execution = new RunExecution(
            registry,
            reporter,
            interrupter,
            counters,
            delivery -> new RunLog(delivery, "node-1", () -> LogLevel.INFO, now::get, line -> {}),
            deliveries::awaitCommitted,
            now::get);

    @AfterEach
    void stop() {
        timer.shutdownNow();
        sender.close();
    }

    private final List<String> done = new ArrayList<>();
    private final NodeActions actions = new NodeActions() {
        @Override
        public void drain(boolean drain) {
            done.add("drain " + drain);
        }

        @Override
        public int threads() {
            return 1;
        }

        @Override
        public void changeThreads(int threads) {
            done.add("threads " + threads);
        }

        @Override
        public void changeLogLevel(LogLevel level) {
            done.add("log level " + level);
        }
    };

    @Test
    void a_run_is_reported_with_its_lease_and_its_times() {
        process(Attempts.of("job"), context -> {
            now.set(Attempts.NOW.plusMillis(7));
            return RunResult.success("sent");
        });

        JobFeedback feedback = feedback().get(0);
        assertThat(feedback.key()).hasToString("mail/job");
        assertThat(feedback.token()).contains(new Token(7, 1));
        assertThat(feedback.generation()).isEqualTo(5);
        assertThat(feedback.fire()).isEqualTo(3);
        assertThat(feedback.node()).isEqualTo("node-1");
        assertThat(feedback.body())
                .isEqualTo(new Finished(
                        Result.SUCCESS,
                        "sent",
                        "",
                        Optional.of(Attempts.NOW),
                        Optional.of(Attempts.NOW.plusMillis(7))));
        assertThat(producer.history().get(0).key()).asString().isEqualTo("mail/job");
        assertThat(registry.size()).isZero();
        assertThat(counters.results().succeeded()).isEqualTo(1);
    }

    @Test
    void an_acknowledged_report_settles_its_delivery() throws Exception {
        deliveries.assigned(0, 0);
        deliveries.delivered(0, 9, 1, 1, Attempts.of("job").dispatch());
        execution.process(deliveries.take().orElseThrow(), runners(context -> null));
        assertThat(deliveries.settlements().toCommit()).isEmpty();

        producer.completeNext();

        assertThat(deliveries.settlements().toCommit()).isEqualTo(Map.of(0, 10L));
    }

    @Test
    void a_run_that_still_runs_at_the_flush_is_reported_once_before_its_end() {
        process(Attempts.of("job"), context -> {
            flush();
            flush();
            return null;
        });

        assertThat(bodies()).hasSize(2);
        assertThat(bodies().get(0)).isEqualTo(new Started(Attempts.NOW));
        assertThat(bodies().get(1)).isInstanceOf(Finished.class);
    }

    @Test
    void a_run_that_is_alone_says_so_and_when_others_may_join_it() throws Exception {
        deliveries.assigned(0, 0);
        deliveries.delivered(
                0,
                9,
                1,
                1,
                Attempts.of("job").lostAttempts(2).alone(Duration.ofMillis(1)).dispatch());
        deliveries.delivered(0, 10, 1, 1, Attempts.of("other").dispatch());
        Delivery alone = deliveries.take().orElseThrow();
        CountDownLatch ends = new CountDownLatch(1);
        Thread worker = inBackground(alone, context -> {
            ends.await();
            return null;
        });
        await().until(() -> producer.history().size() == 1);
        producer.completeNext();
        deliveries.settlements().committed(Map.of(0, 10L));
        await().until(() -> deliveries.aloneForLongEnough().isPresent());
        registry.of(alone)
                .orElseThrow()
                .reportAccompanied(
                        (newest, at) -> reporter.accompanied(newest, at, () -> deliveries.accompanied(alone)));

        assertThat(bodies()).containsExactly(new Started(Attempts.NOW, true), new Started(Attempts.NOW, false));
        CompletableFuture<Optional<Delivery>> other = CompletableFuture.supplyAsync(this::next);
        assertThat(other).isNotDone();
        producer.completeNext();
        assertThat(other.get(10, TimeUnit.SECONDS)).isPresent();
        ends.countDown();
        worker.join();
    }

    private Optional<Delivery> next() {
        try {
            return deliveries.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_run_that_has_to_be_confirmed_begins_when_the_broker_has_its_start() {
        CountDownLatch begun = new CountDownLatch(1);
        Thread worker = inBackground(delivery(Attempts.of("job"), true), context -> {
            begun.countDown();
            return null;
        });
        await().until(() -> producer.history().size() == 1);
        flush();

        assertThat(bodies()).containsExactly(new Started(Attempts.NOW));
        assertThat(begun.getCount()).isEqualTo(1);
        producer.completeNext();

        await().until(() -> !worker.isAlive());
        assertThat(begun.getCount()).isZero();
        assertThat(bodies()).hasSize(2);
    }

    @Test
    void a_run_that_is_interrupted_before_it_was_confirmed_never_begins() {
        CountDownLatch begun = new CountDownLatch(1);
        Thread worker = inBackground(delivery(Attempts.of("job"), true), context -> {
            begun.countDown();
            return null;
        });
        await().until(() -> producer.history().size() == 1);

        registry.all().forEach(run -> interrupter.interrupt(run, Interruption.shutdown()));

        await().until(() -> !worker.isAlive());
        assertThat(begun.getCount()).isEqualTo(1);
        assertThat(lastFinished().message()).isEqualTo("interrupted by the shutdown of its executor before it began");
    }

    @Test
    void an_attempt_past_its_time_is_not_started() {
        now.set(Attempts.START_BY.plusMillis(1));
        process(Attempts.of("job"), context -> RunResult.failed("must not run"));

        assertThat(bodies()).containsExactly(new NotStarted("it had to be started by " + Attempts.START_BY));
        assertThat(counters.results().started()).isZero();
    }

    @Test
    void an_unknown_type_ends_as_an_exception_that_names_the_known_ones() {
        execution.process(
                delivery(Attempts.of("job").type("fax"), false),
                new RunnerTable(Map.of("b", () -> null, "a", () -> null), Optional.empty()));

        assertThat(lastFinished().result()).isEqualTo(Result.EXCEPTION);
        assertThat(lastFinished().message()).isEqualTo("no runner for type 'fax'; this executor knows [a, b]");
    }

    @Test
    void a_runner_that_cannot_be_made_ends_its_run_as_an_exception() {
        RunnerFactory broken = () -> {
            throw new NoClassDefFoundError("com/example/Gone");
        };
        execution.process(delivery(Attempts.of("job"), false), new RunnerTable(Map.of("", broken), Optional.empty()));

        assertThat(lastFinished().result()).isEqualTo(Result.EXCEPTION);
        assertThat(lastFinished().message()).contains("com/example/Gone");
    }

    @Test
    void an_error_ends_the_run_and_nothing_else() {
        process(Attempts.of("job"), context -> {
            throw new OutOfMemoryError("Java heap space");
        });

        assertThat(lastFinished().result()).isEqualTo(Result.EXCEPTION);
        assertThat(lastFinished().message()).contains("OutOfMemoryError");
        assertThat(registry.size()).isZero();
    }

    @Test
    void a_timeout_interrupts_the_run_and_calls_its_hook() {
        CompletableFuture<String> hooked = new CompletableFuture<>();
        process(Attempts.of("job").limit(Duration.ofMillis(1)), new InterruptibleRunner() {
            @Override
            public RunResult run(JobContext context) throws InterruptedException {
                new CountDownLatch(1).await();
                return null;
            }

            @Override
            public void interrupt(JobContext context) {
                hooked.complete(context.key() + " " + context.interrupted() + " " + context.leaseLost());
            }
        });

        assertThat(lastFinished().message()).isEqualTo("timed out after 1 ms");
        assertThat(hooked.join()).isEqualTo("mail/job true false");
    }

    @Test
    void a_run_that_ignores_its_timeout_and_succeeds_has_succeeded() {
        process(Attempts.of("job").limit(Duration.ofMillis(1)), context -> {
            await().until(context::interrupted);
            return RunResult.success("all the same");
        });

        assertThat(lastFinished().result()).isEqualTo(Result.SUCCESS);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void an_order_to_interrupt_takes_the_lease_and_stops_the_run() {
        JobDispatch dispatch = Attempts.of("job").dispatch();
        NodeControls controls = new NodeControls(registry, interrupter, actions);
        process(Attempts.of("job"), context -> {
            controls.accept(control(new InterruptRun("mail", "job", dispatch.jobId(), 3, 0, new Token(1, 1), "other")));
            assertThat(context.leaseLost()).isFalse();
            controls.accept(
                    control(new InterruptRun("mail", "job", dispatch.jobId(), 3, 0, dispatch.token(), "cancelled")));
            assertThat(context.leaseLost()).isTrue();
            new CountDownLatch(1).await();
            return null;
        });

        assertThat(lastFinished().message()).isEqualTo("interrupted: cancelled");
    }

    @Test
    void a_node_does_what_it_is_asked_and_refuses_a_number_of_threads_that_makes_no_sense() {
        NodeControls controls = new NodeControls(registry, interrupter, actions);

        for (Control each : List.of(
                new DrainNode(true),
                new ChangeThreads(7),
                new ChangeThreads(0),
                new ChangeThreads(10_001),
                new ChangeLogLevel(LogLevel.DEBUG),
                new DrainNode(false))) {
            controls.accept(new NodeControl("node-1", Attempts.NOW, "operator", each));
        }

        assertThat(done).containsExactly("drain true", "threads 7", "log level DEBUG", "drain false");
    }

    @Test
    void an_attempt_that_a_newer_one_has_overtaken_is_not_started() {
        process(Attempts.of("job").token(new Token(7, 2)), context -> {
            execution.process(delivery(Attempts.of("job"), false), runners(older -> RunResult.failed("must not run")));
            return null;
        });

        assertThat(bodies().get(0))
                .isInstanceOfSatisfying(
                        NotStarted.class,
                        notStarted -> assertThat(notStarted.reason()).contains("newer attempt"));
        assertThat(bodies()).hasSize(2);
    }

    private static NodeControl control(InterruptRun order) {
        return new NodeControl("node-1", Attempts.NOW, "operator", order);
    }

    private void flush() {
        registry.all().forEach(run -> run.reportStarted(reporter::started));
    }

    private void process(Attempts attempt, JobRunner runner) {
        execution.process(delivery(attempt, false), runners(runner));
    }

    private Thread inBackground(Delivery delivery, JobRunner runner) {
        Thread worker = new Thread(() -> execution.process(delivery, runners(runner)));
        worker.setDaemon(true);
        worker.start();
        return worker;
    }

    private static Delivery delivery(Attempts attempt, boolean confirmFirst) {
        return new Delivery(0, 1, 1, 5, confirmFirst, 1, attempt.dispatch());
    }

    private static RunnerTable runners(JobRunner runner) {
        return new RunnerTable(Map.of(), Optional.of(() -> runner));
    }

    private List<JobFeedback> feedback() {
        return producer.history().stream().map(r -> CODEC.decode(r.value())).toList();
    }

    private List<Report> bodies() {
        return feedback().stream().map(JobFeedback::body).toList();
    }

    private Finished lastFinished() {
        List<Report> bodies = bodies();
        return (Finished) bodies.get(bodies.size() - 1);
    }
}
