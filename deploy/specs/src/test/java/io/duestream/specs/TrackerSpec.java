package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.executor.RunResult;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobEnded;
import io.duestream.specs.fixture.BackEnd;
import io.duestream.specs.fixture.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The pipeline on a real broker: what is submitted is decided, dispatched, run and reported. */
@ParameterizedClass
@EnumSource(BackEnd.class)
class TrackerSpec {
    private final Cluster cluster;
    private JobClient client;

    TrackerSpec(BackEnd backEnd) {
        cluster = backEnd.cluster();
    }

    @BeforeEach
    void start() {
        cluster.startTracker();
        client = cluster.startClient("shop");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void an_immediate_job_runs_once_and_ends() {
        cluster.startExecutor("mail", 2, context -> RunResult.success("sent"));
        Job job = Job.of("mail", "welcome-1").payload("hello");

        client.submit(job);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(cluster.audit().events(job.key(), JobEnded.class))
                        .hasSize(1));
        List<FireEnded> ends = cluster.audit().events(job.key(), FireEnded.class);
        assertThat(ends).extracting(FireEnded::end).containsExactly(FireEnd.SUCCEEDED);
        assertThat(ends).extracting(FireEnded::message).containsExactly("sent");
        assertThat(cluster.audit().of(job.key()))
                .extracting(record -> record.sequence().orElseThrow())
                .startsWith(1L, 2L)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void a_timed_job_is_not_dispatched_before_its_time() {
        cluster.startExecutor("mail", 2, context -> RunResult.success());
        Instant due = Instant.now().plusMillis(1500);
        Job job = Job.of("mail", "later-1").at(due);

        client.submit(job);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(cluster.audit().events(job.key(), JobEnded.class))
                        .hasSize(1));
        assertThat(cluster.audit().events(job.key(), AttemptDispatched.class))
                .allSatisfy(dispatched -> assertThat(dispatched.dispatchedAt()).isAfterOrEqualTo(due.minusMillis(1)));
    }

    @Test
    void jobs_of_an_unregistered_group_wait_until_an_executor_comes() {
        Job job = Job.of("late", "waits-1");

        client.submit(job);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(cluster.audit().of(job.key())).hasSize(1));
        assertThat(cluster.audit().events(job.key(), AttemptDispatched.class)).isEmpty();
        cluster.startExecutor("late", 1, context -> RunResult.success());

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(cluster.audit().events(job.key(), JobEnded.class))
                        .hasSize(1));
    }
}
