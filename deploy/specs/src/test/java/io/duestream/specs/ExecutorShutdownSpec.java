package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.record.event.AttemptEnd;
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
    private static final Duration TIME_OUT = Duration.ofSeconds(8);
    /** For the end of a JVM; a time-out for each part of the end would take longer. */
    private static final Duration END_OF_A_PROCESS = Duration.ofSeconds(3);

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
    void the_process_ends_in_time_with_runs_that_listen_reported_and_those_that_do_not_left_alone() throws Exception {
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
                "--runner",
                "stubborn=" + StubbornRunner.class.getName(),
                "-D",
                "executor.log.sinks=console",
                "-D",
                "executor.shutdown.timeout.ms=" + TIME_OUT.toMillis(),
                "-D",
                "fail.store.dir=none");
        process.awaitSaid("ready: ", SOON);
        JobClient client = cluster.startClient("shop");
        Job job = Job.of("mail", "long").type("sleep").parameter("millis", "600000");
        Job stubborn = Job.of("mail", "deaf").type("stubborn");
        client.submit(job);
        client.submit(stubborn);
        process.awaitSaid("listens to nobody", SOON);
        assertThat(process.said().lines().filter(line -> line.contains("listens to nobody")))
                .singleElement()
                .asString()
                .contains("mail/deaf");
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
        assertThat(cluster.audit().events(stubborn.key(), AttemptEnded.class))
                .as("what still ran is not reported: whether it is lost shows when its node stays away")
                .noneSatisfy(ended -> assertThat(ended.end()).isEqualTo(AttemptEnd.SUCCESS));
    }
}
