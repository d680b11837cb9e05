package io.duestream.executor;

import io.duestream.executor.delivery.Delivery;
import io.duestream.record.JobDispatch;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one delivery from its start to its report, on the calling thread. Thread-safe. */
final class RunExecution {
    private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);

    private final RunRegistry registry;
    private final RunReporter reporter;
    private final RunInterrupter interrupter;
    private final RunCounters counters;
    private final Function<Delivery, BusinessLog> logs;
    private final Committing committing;
    private final InstantSource clock;

    /** Waits until a record that must not come again is committed. */
    @FunctionalInterface
    interface Committing {
        void await(Delivery delivery) throws InterruptedException;
    }

    RunExecution(
            RunRegistry registry,
            RunReporter reporter,
            RunInterrupter interrupter,
            RunCounters counters,
            Function<Delivery, BusinessLog> logs,
            Committing committing,
            InstantSource clock) {
        this.registry = registry;
        this.reporter = reporter;
        this.interrupter = interrupter;
        this.counters = counters;
        this.logs = logs;
        this.committing = committing;
        this.clock = clock;
    }

    /** Runs a delivery, or says why it is not started. */
    void process(Delivery delivery, RunnerTable runners) {
        Optional<String> refusal = refusal(delivery);
        if (refusal.isPresent()) {
            reporter.notStarted(delivery, refusal.get());
            return;
        }
        Optional<Run> begun = registry.begin(delivery, clock.instant());
        if (begun.isEmpty()) {
            LOG.info(
                    "{} runs here already and goes on under generation {}",
                    delivery.dispatch().key(),
                    delivery.generation());
            return;
        }
        Run run = begun.get();
        counters.started();
        RunEnding ending = execute(run, delivery, runners);
        // An interruption that comes in the last moment is for this run: neither its report nor the next run may meet
        // it.
        Thread.interrupted();
        try {
            run.end((latest, startedAt) -> reporter.finished(latest, ending, startedAt, clock.instant()));
        } finally {
            Thread.interrupted();
            registry.end(run);
            counters.ended(ending.result());
        }
    }

    private Optional<String> refusal(Delivery delivery) {
        JobDispatch dispatch = delivery.dispatch();
        if (clock.instant().isAfter(dispatch.startBy())) {
            return Optional.of("it had to be started by " + dispatch.startBy());
        }
        return registry.newer(delivery).map(token -> "a newer attempt of the shard runs already, token " + token);
    }

    private RunEnding execute(Run run, Delivery delivery, RunnerTable runners) {
        if (delivery.confirmFirst() && !confirmed(run, delivery)) {
            return RunEnding.notCalled(
                    run.interruption().map(Interruption::message).orElse("interrupted") + " before it began");
        }
        String type = delivery.dispatch().type();
        Optional<JobRunner> runner;
        try {
            runner = runners.of(type);
        } catch (Exception | LinkageError e) {
            LOG.error("no runner could be made for type '{}'", type, e);
            return RunEnding.thrown(e, Optional.empty());
        }
        return runner.map(known -> call(run, delivery, known))
                .orElseGet(() -> RunEnding.notCalled(runners.unknown(type)));
    }

    /** Reports the start and waits until the broker has it, and will not deliver the record again. */
    private boolean confirmed(Run run, Delivery delivery) {
        Future<Void> acknowledged = run.reportStarted(reporter::started).orElseThrow();
        try {
            acknowledged.get();
            committing.await(delivery);
            return true;
        } catch (InterruptedException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a report never fails, it is sent again", e);
        }
    }

    private RunEnding call(Run run, Delivery delivery, JobRunner runner) {
        JobContext context = new RunContext(
                delivery, run::leaseLost, () -> run.interruption().isPresent(), logs.apply(delivery));
        if (runner instanceof InterruptibleRunner interruptible) {
            run.onInterrupt(() -> interruptible.interrupt(context));
        }
        Optional<Future<?>> timeout = interrupter.limit(run, delivery.dispatch().runTimeout());
        try {
            return RunnerCall.call(runner, context, run::interruption);
        } finally {
            timeout.ifPresent(pending -> pending.cancel(false));
        }
    }
}
