package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.cli.Duestream;
import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.executor.JobContext;
import io.duestream.executor.RunResult;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code duestream job cancel --running}. */
@Timeout(120)
class CancelRunningSpec {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Cluster cluster = Cluster.embedded();
    private final Map<String, JobContext> running = new ConcurrentHashMap<>();
    private final CountDownLatch finish = new CountDownLatch(1);

    @AfterEach
    void stop() {
        finish.countDown();
        cluster.close();
    }

    @Test
    void what_runs_is_interrupted_and_what_it_reports_later_changes_nothing() {
        cluster.startTracker();
        cluster.startExecutor("mail", 2, this::run);
        JobClient client = cluster.startClient("shop");
        Job willing = Job.of("mail", "willing");
        Job stubborn = Job.of("mail", "stubborn");
        client.submit(willing);
        client.submit(stubborn);
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
        await().atMost(SOON).until(() -> running.get("stubborn").leaseLost());
        assertThat(cluster.audit().events(stubborn.key(), JobEnded.class)).hasSize(1);
        finish.countDown();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(cluster.audit().events(stubborn.key(), ReportIgnored.class))
                        .as("its success comes too late")
                        .anySatisfy(ignored -> assertThat(ignored.report()).isEqualTo("Finished")));

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

    private RunResult run(JobContext context) throws InterruptedException {
        running.put(context.key().taskId(), context);
        boolean stubborn = context.key().taskId().equals("stubborn");
        while (true) {
            try {
                finish.await();
                return RunResult.success();
            } catch (InterruptedException e) {
                if (!stubborn) {
                    throw e;
                }
            }
        }
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
