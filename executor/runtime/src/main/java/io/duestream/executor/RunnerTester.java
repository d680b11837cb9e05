package io.duestream.executor;

import io.duestream.executor.delivery.Delivery;
import io.duestream.job.Bytes;
import io.duestream.job.JobId;
import io.duestream.job.LogLevel;
import io.duestream.job.Result;
import io.duestream.job.Token;
import io.duestream.record.JobDispatch;
import io.duestream.record.LogLine;
import io.duestream.record.event.FireKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Runs a runner in a test, without Kafka: on the calling thread, with the context that an executor would give it, and with
 * the same ending. Not thread-safe.
 *
 * <pre>{@code
 * RunnerTester.Outcome outcome = RunnerTester.of(new InvoiceRunner()).parameter("customer", "42").run();
 * assertThat(outcome.result()).isEqualTo(Result.SUCCESS);
 * }</pre>
 */
public final class RunnerTester {
    private static final Token FIRST = new Token(0, 1);

    private final JobRunner runner;
    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, String> labels = new HashMap<>();
    private String group = "test";
    private String taskId = "job";
    private String type = "";
    private Bytes payload = Bytes.empty();
    private long fire = 1;
    private Instant dueAt = Instant.EPOCH;
    private int shard;
    private int shards = 1;
    private String shardParameter = "";
    private int attempt = 1;
    private int retry;
    private Token token = FIRST;
    private int priority = 100;
    private boolean possibleDuplicate;
    private boolean leaseLost;
    private boolean interrupted;

    private RunnerTester(JobRunner runner) {
        this.runner = runner;
    }

    /**
     * What came of the run.
     *
     * @param result as it would be reported
     * @param message as it would be reported
     * @param stackTrace of what was thrown; empty if nothing was
     * @param log lines of the business log, all levels
     */
    public record Outcome(Result result, String message, String stackTrace, List<LogLine> log) {}

    /** A tester of a runner; the job is the first attempt of an unsharded job without parameters and payload. */
    public static RunnerTester of(JobRunner runner) {
        return new RunnerTester(runner);
    }

    /** Node group and task id of the job. */
    public RunnerTester key(String nodeGroup, String id) {
        this.group = nodeGroup;
        this.taskId = id;
        return this;
    }

    /** Type of the job. */
    public RunnerTester type(String name) {
        this.type = name;
        return this;
    }

    /** A parameter of the job. */
    public RunnerTester parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    /** A label of the job. */
    public RunnerTester label(String name, String value) {
        labels.put(name, value);
        return this;
    }

    /** Payload of the job. */
    public RunnerTester payload(byte[] bytes) {
        this.payload = Bytes.of(bytes);
        return this;
    }

    /** Payload of the job, as UTF-8. */
    public RunnerTester payload(String text) {
        return payload(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Number and due time of the fire. */
    public RunnerTester fire(long number, Instant due) {
        this.fire = number;
        this.dueAt = due;
        return this;
    }

    /** Which shard it is, from 0, of how many, with which parameter. */
    public RunnerTester shard(int number, int of, String parameter) {
        this.shard = number;
        this.shards = of;
        this.shardParameter = parameter;
        return this;
    }

    /** Which attempt it is, from 1, after how many retries. */
    public RunnerTester attempt(int number, int retries) {
        this.attempt = number;
        this.retry = retries;
        return this;
    }

    /** The fencing token. */
    public RunnerTester token(Token fencing) {
        this.token = fencing;
        return this;
    }

    /** Priority of the job. */
    public RunnerTester priority(int value) {
        this.priority = value;
        return this;
    }

    /** As if the submission might have been sent twice. */
    public RunnerTester possibleDuplicate() {
        this.possibleDuplicate = true;
        return this;
    }

    /** As if another attempt had taken over. */
    public RunnerTester leaseLost() {
        this.leaseLost = true;
        return this;
    }

    /** As if the run had been interrupted: the thread is, when the runner is called. */
    public RunnerTester interrupted() {
        this.interrupted = true;
        return this;
    }

    /** Runs the runner. The calling thread is not interrupted afterwards. */
    public Outcome run() {
        Delivery delivery = new Delivery(0, 0, 0, 1, false, payload.length(), dispatch());
        List<LogLine> lines = new CopyOnWriteArrayList<>();
        BusinessLog log = new RunLog(delivery, "test", () -> LogLevel.DEBUG, InstantSource.system(), lines::add);
        JobContext context = new RunContext(delivery, () -> leaseLost, () -> interrupted, log);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        RunEnding ending = RunnerCall.call(
                runner, context, () -> interrupted ? Optional.of(Interruption.asked("by the test")) : Optional.empty());
        Thread.interrupted();
        return new Outcome(ending.result(), ending.message(), ending.stackTrace(), List.copyOf(lines));
    }

    private JobDispatch dispatch() {
        return new JobDispatch(
                group,
                taskId,
                new JobId(0, token.accepted()),
                fire,
                dueAt,
                FireKind.SCHEDULED,
                shard,
                shards,
                shardParameter,
                attempt,
                retry,
                0,
                Optional.empty(),
                token,
                type,
                priority,
                parameters,
                payload,
                labels,
                Optional.empty(),
                dueAt,
                dueAt.plus(Duration.ofDays(2)),
                possibleDuplicate,
                Optional.empty());
    }
}
