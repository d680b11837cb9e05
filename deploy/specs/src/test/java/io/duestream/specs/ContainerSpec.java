package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.duestream.client.Job;
import io.duestream.executor.RunResult;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.specs.fixture.Brokers;
import io.duestream.specs.fixture.Cluster;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The pipeline on a broker that is not ours to configure: Kafka's own container image. */
class ContainerSpec {
    @Test
    void jobs_run_on_a_broker_in_a_container() {
        Optional<Brokers> brokers = Brokers.inContainer();
        assumeTrue(brokers.isPresent(), "no container engine answers here, so this back end is skipped");
        try (Cluster cluster = Cluster.on(brokers.orElseThrow())) {
            cluster.startTracker();
            cluster.startExecutor("mail", 2, context -> RunResult.success());
            Job job = Job.of("mail", "in-a-container");

            cluster.startClient("shop").submit(job);

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(cluster.audit().events(job.key(), FireEnded.class))
                            .extracting(FireEnded::end)
                            .containsExactly(FireEnd.SUCCEEDED));
        }
    }
}
