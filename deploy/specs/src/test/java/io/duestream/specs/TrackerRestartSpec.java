package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.executor.RunResult;
import io.duestream.job.JobKey;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.FireOpened;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.specs.fixture.BackEnd;
import io.duestream.specs.fixture.Cluster;
import io.duestream.tracker.process.Tracker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the log holds when a tracker comes back is read before any timer acts on the past. */
@ParameterizedClass
@EnumSource(BackEnd.class)
class TrackerRestartSpec {
    private final Cluster cluster;
    private final AtomicInteger runs = new AtomicInteger();

    TrackerRestartSpec(BackEnd backEnd) {
        cluster = backEnd.cluster();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void a_job_cancelled_while_the_tracker_was_down_past_its_due_time_does_not_run() {
        Tracker tracker = cluster.startTracker();
        cluster.startExecutor("mail", 2, context -> {
            runs.incrementAndGet();
            return RunResult.success();
        });
        JobClient client = cluster.startClient("shop");
        Instant due = Instant.now().plusSeconds(3);
        Job cancelled = Job.of("mail", "never").at(due);
        Job kept = Job.of("mail", "always").at(due);
        client.submit(cancelled);
        client.submit(kept);
        awaitEvent(cancelled.key(), JobAccepted.class);
        awaitEvent(kept.key(), JobAccepted.class);

        cluster.stop(tracker);
        client.cancel(cancelled.key(), false, "changed my mind");
        await().atMost(Duration.ofSeconds(10)).until(() -> Instant.now().isAfter(due.plusMillis(500)));
        cluster.startTracker();

        awaitEvent(cancelled.key(), JobEnded.class);
        awaitEvent(kept.key(), JobEnded.class);
        assertThat(cluster.audit().events(cancelled.key(), FireOpened.class)).isEmpty();
        assertThat(cluster.audit().events(cancelled.key(), AttemptDispatched.class))
                .isEmpty();
        assertThat(runs).hasValue(1);
    }

    @Test
    void jobs_that_came_due_while_the_tracker_was_down_run_when_it_is_back() {
        Tracker tracker = cluster.startTracker();
        cluster.startExecutor("mail", 4, context -> {
            runs.incrementAndGet();
            return RunResult.success();
        });
        JobClient client = cluster.startClient("shop");
        Instant due = Instant.now().plusSeconds(2);
        for (int i = 0; i < 50; i++) {
            client.submit(Job.of("mail", "timed-" + i).at(due));
        }
        awaitEvent(new JobKey("mail", "timed-49"), JobAccepted.class);

        cluster.stop(tracker);
        await().atMost(Duration.ofSeconds(10)).until(() -> Instant.now().isAfter(due));
        cluster.startTracker();

        for (int i = 0; i < 50; i++) {
            awaitEvent(new JobKey("mail", "timed-" + i), JobEnded.class);
        }
        assertThat(runs).hasValue(50);
    }

    private void awaitEvent(JobKey key, Class<? extends JobEvent> kind) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(cluster.audit().events(key, kind)).isNotEmpty());
    }
}
