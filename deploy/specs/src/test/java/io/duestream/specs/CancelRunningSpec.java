package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.cli.Duestream;
import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.executor.JobContext;
import io.duestream.executor.RunResult;
import io.duestream.job.RetryPolicy;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.ReportIgnored;
import io.duestream.specs.fixture.Cluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code duestream job cancel --running}, and a run time-out: ends that do not wait for the runner. */
@Timeout(120)
class CancelRunningSpec {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Cluster cluster = Cluster.embedded();
    /** How soon a runner sees that its result is not wanted any more. */
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(2);

    private final Map<String, Instant> lost = new ConcurrentHashMap<>();
    private final CountDownLatch finish = new CountDownLatch(1);

    @AfterEach
    void stop() {
        finish.countDown();
        cluster.close();
    }

    @Test
    void what_runs_is_interrupted_and_what_it_reports_later_changes_nothing() {
        cluster.startTracker();
        cluster.startExecutor("mail", 3, this::run);
        JobClient client = cluster.startClient("shop");
        Job willing = Job.of("mail", "willing");
        Job stubborn = Job.of("mail", "stubborn");
        Job late = Job.of("mail", "late").runTimeout(Duration.ofSeconds(1)).retry(RetryPolicy.NONE);
        client.submit(willing);
        client.submit(stubborn);
        client.submit(late);
        await().atMost(SOON)
                .until(() -> !cluster.audit()
                                .events(willing.key(), AttemptStarted.class)
                                .isEmpty()
                        && !cluster.audit()
                                .events(stubborn.key(), AttemptStarted.class)
                                .isEmpty());

        assertThat(cancel("mail/willing")).isZero();
        assertThat(cancel("mail/stubborn")).isZero();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(cluster.audit().events(willing.key(), ReportIgnored.class))
                        .as("the interrupted run reports, and that changes nothing")
                        .anySatisfy(ignored -> assertThat(ignored.report()).isEqualTo("Finished")));
        for (Job job : List.of(stubborn, late)) {
            await().atMost(SOON).until(() -> lost.containsKey(job.key().taskId()));
            Instant decided = decided(job);
            assertThat(lost.get(job.key().taskId()))
                    .as("%s was decided at %s", job.key(), decided)
                    .isBefore(decided.plus(KNOWN_WITHIN));
            assertThat(cluster.audit().events(job.key(), JobEnded.class)).hasSize(1);
        }
        finish.countDown();
        for (Job job : List.of(stubborn, late)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(cluster.audit().events(job.key(), ReportIgnored.class))
                            .as("its success comes too late")
                            .anySatisfy(ignored -> assertThat(ignored.report()).isEqualTo("Finished")));
        }
        assertThat(cluster.audit().events(late.key(), AttemptEnded.class))
                .extracting(AttemptEnded::end)
                .containsExactly(AttemptEnd.TIMED_OUT);
        assertThat(cluster.audit().events(late.key(), FireEnded.class)).hasSize(1);

        for (Job job : new Job[] {willing, stubborn}) {
            assertThat(cluster.audit().events(job.key(), AttemptEnded.class))
                    .extracting(AttemptEnded::end)
                    .containsExactly(AttemptEnd.CANCELLED);
            assertThat(cluster.audit().events(job.key(), FireEnded.class))
                    .extracting(FireEnded::end)
                    .containsExactly(FireEnd.CANCELLED);
            assertThat(cluster.audit().events(job.key(), JobEnded.class)).hasSize(1);
        }
    }

    private Instant decided(Job job) {
        return cluster.audit().of(job.key()).stream()
                .filter(record -> record.events().stream().anyMatch(AttemptEnded.class::isInstance))
                .findFirst()
                .orElseThrow()
                .decidedAt();
    }

    private RunResult run(JobContext context) throws InterruptedException {
        String name = context.key().taskId();
        while (finish.getCount() > 0) {
            if (context.leaseLost()) {
                lost.putIfAbsent(name, Instant.now());
            }
            try {
                finish.await(20, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                if (name.equals("willing")) {
                    throw e;
                }
            }
        }
        return RunResult.success();
    }

    private int cancel(String key) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return Duestream.run(
                nowhere,
                nowhere,
                "job",
                "cancel",
                "--running",
                key,
                "-b",
                cluster.bootstrapServers(),
                "--cluster",
                cluster.topics().cluster());
    }
}
