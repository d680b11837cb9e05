package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.executor.Executor;
import io.duestream.executor.RunResult;
import io.duestream.job.JobKey;
import io.duestream.record.AuditRecord;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobEnded;
import io.duestream.specs.fixture.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A group whose dispatch topic is gone waits; nobody else does, and the log stays whole. */
class DeletedTopicSpec {
    private static final int JOBS = 100;

    private final Cluster cluster = Cluster.embedded();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void only_the_group_of_a_topic_deleted_under_load_waits() throws Exception {
        cluster.startTracker();
        cluster.startExecutor("well", 4, context -> RunResult.success());
        Executor ill = cluster.startExecutor("ill", 4, context -> RunResult.success());
        JobClient client = cluster.startClient("shop");
        Instant begin = Instant.now().plusSeconds(1);
        for (int i = 0; i < JOBS; i++) {
            Instant due = begin.plusMillis(40L * i);
            client.submit(Job.of("well", "job-" + i).at(due));
            // What was dispatched into the topic is gone with it, and is handed out again when the topic is made anew.
            client.submit(Job.of("ill", "job-" + i).at(due));
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> endedJobs("ill") > JOBS / 10 && endedJobs("well") > JOBS / 10);

        cluster.stop(ill);
        delete(cluster.topics().dispatch("ill").name());

        awaitEnded("well");
        assertThat(endedJobs("ill")).isLessThan(JOBS);
        cluster.startExecutor("ill", 4, context -> RunResult.success());
        awaitEnded("ill");
        everySequenceIsWhole();
        everyFireEndedOnce();
    }

    private void delete(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.deleteTopics(List.of(topic)).all().get(20, TimeUnit.SECONDS);
        }
    }

    private long endedJobs(String group) {
        return cluster.audit().records().stream()
                .filter(record -> record.group().equals(group))
                .flatMap(record -> record.events().stream())
                .filter(JobEnded.class::isInstance)
                .count();
    }

    private void awaitEnded(String group) {
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(endedJobs(group)).isEqualTo(JOBS));
    }

    private void everySequenceIsWhole() {
        Map<JobKey, Long> last = new HashMap<>();
        for (AuditRecord record : cluster.audit().records()) {
            record.sequence().ifPresent(sequence -> {
                long before = last.getOrDefault(record.key(), 0L);
                assertThat(sequence).as("sequence of %s", record.key()).isEqualTo(before + 1);
                last.put(record.key(), sequence);
            });
        }
    }

    private void everyFireEndedOnce() {
        assertThat(cluster.audit().all(FireEnded.class)).hasSize(2 * JOBS);
    }
}
