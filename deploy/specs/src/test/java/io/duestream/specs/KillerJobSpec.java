package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.specs.fixture.Cluster;
import io.duestream.specs.proof.Proof;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job that ends every process that runs it is stopped, whatever starts the processes again. */
@Timeout(240)
class KillerJobSpec {
    private static final int EXECUTORS = 2;

    private final Cluster cluster = Cluster.embedded();
    private final List<ExecutorProcess> executors = new ArrayList<>();
    private int started;

    @AfterEach
    void stop() {
        executors.forEach(ExecutorProcess::close);
        cluster.close();
    }

    @Test
    void a_job_that_halts_its_process_in_its_first_millisecond_is_stopped_and_takes_nobody_with_it() throws Exception {
        cluster.startTracker();
        JobClient client = cluster.startClient("shop");
        for (int i = 0; i < EXECUTORS; i++) {
            startAgain();
        }
        Job killer = Job.of("mail", "killer").type("halt");
        client.submit(killer);
        List<Job> others = IntStream.range(0, 60)
                .mapToObj(i -> Job.of("mail", "other-" + i).type("sleep").parameters(Map.of("millis", "50")))
                .toList();
        for (Job job : others) {
            client.submit(job);
        }

        await().atMost(Duration.ofSeconds(180)).until(() -> {
            startAgain();
            return !ends(killer).isEmpty();
        });
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            startAgain();
            assertThat(others).allSatisfy(job -> assertThat(ends(job)).containsExactly(FireEnd.SUCCEEDED));
        });

        int died = started - EXECUTORS;
        // Longer than it takes to deliver a record again that was not committed.
        await().during(Duration.ofSeconds(10))
                .atMost(Duration.ofSeconds(30))
                .until(() -> executors.stream().allMatch(ExecutorProcess::alive));
        int begun = cluster.audit().events(killer.key(), AttemptStarted.class).size();
        System.out.printf(
                "a job that halts its process: %d processes died, %d starts seen, %d attempts%n",
                died,
                begun,
                cluster.audit().events(killer.key(), AttemptDispatched.class).size());
        assertThat(ends(killer)).containsExactly(FireEnd.FAILED);
        assertThat(cluster.audit().events(killer.key(), FireEnded.class))
                .extracting(FireEnded::reason)
                .allMatch(reason -> reason.startsWith("node lost: 3 runs"));
        // Nobody suspects it at first: that death may stay unknown. Each later one is counted.
        assertThat(died).isBetween(3, 4);
        Proof proof = Proof.of(cluster.bootstrapServers(), cluster.topics().cluster(), "--settled");
        assertThat(proof.violations()).isEmpty();
    }

    private List<FireEnd> ends(Job job) {
        return cluster.audit().events(job.key(), FireEnded.class).stream()
                .map(FireEnded::end)
                .toList();
    }

    private void startAgain() throws IOException {
        executors.removeIf(executor -> !executor.alive());
        while (executors.size() < EXECUTORS) {
            executors.add(ExecutorProcess.start(
                    cluster.bootstrapServers(), cluster.topics().cluster(), "mail", 4));
            started++;
        }
    }
}
