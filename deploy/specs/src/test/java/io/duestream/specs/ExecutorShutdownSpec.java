package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.AttemptStarted;
import io.duestream.specs.fixture.Cluster;
import io.duestream.specs.fixture.CommandProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An executor that is asked to end does so within its time-out, and says what becomes of its runs. */
@Timeout(180)
class ExecutorShutdownSpec {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration TIME_OUT = Duration.ofSeconds(1);
    /** For a machine that is busy with other things; a time-out for each part of the end would take longer. */
    private static final Duration END_OF_A_PROCESS = Duration.ofSeconds(15);

    private final Cluster cluster = Cluster.embedded();
    private CommandProcess process;

    @AfterEach
    void stop() {
        if (process != null) {
            process.close();
        }
        cluster.close();
    }

    @Test
    void a_run_that_outlasts_the_time_out_is_interrupted_and_reported_before_the_process_ends() throws Exception {
        cluster.startTracker();
        Path folder = Files.createTempDirectory(
                Files.createDirectories(Path.of("target", "shutdown").toAbsolutePath()), "executor");
        process = CommandProcess.start(
                folder,
                "executor",
                "-b",
                cluster.bootstrapServers(),
                "--cluster",
                cluster.topics().cluster(),
                "--group",
                "mail",
                "--runner",
                "sleep",
                "-D",
                "executor.shutdown.timeout.ms=" + TIME_OUT.toMillis(),
                "-D",
                "fail.store.dir=none");
        process.awaitSaid("ready: ", SOON);
        JobClient client = cluster.startClient("shop");
        Job job = Job.of("mail", "long").type("sleep").parameter("millis", "600000");
        client.submit(job);
        await().atMost(SOON)
                .until(() ->
                        !cluster.audit().events(job.key(), AttemptStarted.class).isEmpty());

        long asked = System.nanoTime();
        process.end();
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        System.out.printf(
                "the executor ended %d ms after it was asked to, with a time-out of %d ms%n",
                took.toMillis(), TIME_OUT.toMillis());
        assertThat(took).isLessThan(TIME_OUT.plus(END_OF_A_PROCESS));

        await().atMost(SOON).untilAsserted(() -> {
            List<AttemptEnded> ended = cluster.audit().events(job.key(), AttemptEnded.class);
            assertThat(ended)
                    .extracting(AttemptEnded::message)
                    .containsExactly("interrupted by the shutdown of its executor");
        });
    }
}
