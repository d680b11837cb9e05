package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.embedded.EmbeddedCluster;
import io.duestream.executor.Executor;
import io.duestream.executor.ExecutorBuilder;
import io.duestream.executor.Guard;
import io.duestream.executor.runners.BuiltInRunners;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.report.Finished;
import io.duestream.record.report.Report;
import io.duestream.specs.fixture.Brokers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Executors on a real broker and the tracker's side of their topics, under a cluster name of its own. What it started it
 * stops.
 */
final class ExecutorStage implements AutoCloseable {
    static final String GROUP = "mail";

    /** Parameters of a sleep that no specification outlives. */
    static final Map<String, String> LONG = Map.of("millis", "600000");

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final EmbeddedCluster brokers = Brokers.embedded().cluster();
    private final ExecutorTopics topics = new ExecutorTopics(
            brokers.bootstrapServers(),
            "executor" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet(),
            GROUP);
    private final List<Executor> executors = new ArrayList<>();

    EmbeddedCluster brokers() {
        return brokers;
    }

    ExecutorTopics topics() {
        return topics;
    }

    /** An executor with the runners that Duestream brings. */
    ExecutorBuilder executor() {
        ExecutorBuilder builder = Executor.builder()
                .bootstrapServers(brokers.bootstrapServers())
                .cluster(topics.topics().cluster())
                .group(GROUP)
                .guard(Guard.OFF)
                .shutdownTimeout(Duration.ofSeconds(5));
        BuiltInRunners.byName().forEach(builder::runner);
        return builder;
    }

    Executor start(ExecutorBuilder builder) {
        Executor executor = builder.start();
        executors.add(executor);
        return executor;
    }

    static JobDispatch job(long number, String type, Map<String, String> parameters) {
        return Dispatches.of(GROUP, number, type, parameters);
    }

    List<Report> reports() {
        return topics.feedback().stream().map(JobFeedback::body).toList();
    }

    /** How many runs are reported as finished. */
    long finished() {
        return reports().stream().filter(Finished.class::isInstance).count();
    }

    List<JobFeedback> awaitFeedback(int atLeast) {
        return await().atMost(30, TimeUnit.SECONDS)
                .until(() -> topics.feedback(), feedback -> feedback.size() >= atLeast);
    }

    /** Waits until so many runs are reported as finished and answers the first. */
    Finished awaitFinished(int count) {
        await().atMost(30, TimeUnit.SECONDS).until(() -> finished() >= count);
        return reports().stream()
                .filter(Finished.class::isInstance)
                .map(Finished.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Waits until so many records of the group's topic are committed. */
    void awaitCommitted(long records) {
        await().atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(topics.committed(GROUP)).isEqualTo(records));
    }

    @Override
    public void close() {
        executors.forEach(Executor::close);
        topics.close();
    }
}
