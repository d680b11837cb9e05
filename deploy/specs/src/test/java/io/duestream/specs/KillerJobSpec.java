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
import io.duestream.tracker.process.TrackerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job that ends every process that runs it is stopped, whatever starts the processes again, and no other job is. */
@Timeout(300)
class KillerJobSpec {
    private static final int EXECUTORS = 2;
    /** A third of the default: each death is waited for. */
    private static final int LOST_AFTER_MILLIS = 2_000;

    private final Cluster cluster = Cluster.embedded();
    private final List<Scene> scenes = new ArrayList<>();

    @AfterEach
    void stop() {
        scenes.forEach(Scene::close);
        cluster.close();
    }

    @Test
    void a_job_that_halts_its_process_at_once_or_after_a_while_is_stopped_and_takes_nobody_with_it() throws Exception {
        cluster.startTracker(
                TrackerConfig.LOST_ALONE, "3000", TrackerConfig.NODE_LOST_GRACE, Integer.toString(LOST_AFTER_MILLIS));
        Scene atOnce = begin("mail", 0);
        Scene later = begin("pdf", 2_000);

        await().atMost(Duration.ofSeconds(240)).until(() -> {
            scenes.forEach(Scene::startAgain);
            return scenes.stream().allMatch(Scene::over);
        });
        // Longer than it takes to deliver a record again that was not committed.
        await().during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> scenes.stream().allMatch(Scene::alive));

        scenes.forEach(Scene::judge);
        // Nobody suspects it at first: that death may stay unknown. Three are counted, two more if it was not alone.
        assertThat(atOnce.died()).isBetween(3, 6);
        // Two beside others, one when others joined it after three seconds, and one more if it had to begin beside
        // others.
        assertThat(later.died()).isBetween(4, 6);
        Proof proof = Proof.of(cluster.bootstrapServers(), cluster.topics().cluster(), "--settled");
        assertThat(proof.violations()).isEmpty();
    }

    private Scene begin(String group, int killsAfter) throws Exception {
        Scene scene = new Scene(group, killsAfter);
        scenes.add(scene);
        scene.startAgain();
        JobClient client = cluster.startClient("shop-" + group);
        client.submit(scene.killer);
        for (Job job : scene.others) {
            client.submit(job);
        }
        return scene;
    }

    private List<FireEnd> ends(Job job) {
        return cluster.audit().events(job.key(), FireEnded.class).stream()
                .map(FireEnded::end)
                .toList();
    }

    /** A group with a job that ends its processes, long jobs that run beside it, and short ones. */
    private final class Scene {
        private final String group;
        private final int killsAfter;
        private final Job killer;
        private final List<Job> others;
        private final List<ExecutorProcess> executors = new ArrayList<>();
        private int started;

        Scene(String group, int killsAfter) {
            this.group = group;
            this.killsAfter = killsAfter;
            this.killer =
                    Job.of(group, "killer").type("halt").parameters(Map.of("after", Integer.toString(killsAfter)));
            this.others = Stream.concat(
                            IntStream.range(0, 4).mapToObj(i -> sleeping("long-" + i, 12_000)),
                            IntStream.range(0, 40).mapToObj(i -> sleeping("short-" + i, 50)))
                    .toList();
        }

        private Job sleeping(String taskId, int millis) {
            return Job.of(group, taskId).type("sleep").parameters(Map.of("millis", Integer.toString(millis)));
        }

        void startAgain() {
            executors.removeIf(executor -> !executor.alive());
            while (executors.size() < EXECUTORS) {
                try {
                    executors.add(ExecutorProcess.start(
                            cluster.bootstrapServers(), cluster.topics().cluster(), group, 4, LOST_AFTER_MILLIS));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                started++;
            }
        }

        boolean over() {
            return !ends(killer).isEmpty()
                    && others.stream().noneMatch(job -> ends(job).isEmpty());
        }

        boolean alive() {
            return executors.stream().allMatch(ExecutorProcess::alive);
        }

        int died() {
            return started - EXECUTORS;
        }

        void judge() {
            List<AttemptStarted> begun = cluster.audit().events(killer.key(), AttemptStarted.class);
            System.out.printf(
                    "a job that halts its process after %d ms: %d processes died, %d starts seen, the last alone: %s,"
                            + " %d attempts%n",
                    killsAfter,
                    died(),
                    begun.size(),
                    begun.get(begun.size() - 1).alone(),
                    cluster.audit()
                            .events(killer.key(), AttemptDispatched.class)
                            .size());
            assertThat(ends(killer)).containsExactly(FireEnd.FAILED);
            assertThat(cluster.audit().events(killer.key(), FireEnded.class))
                    .extracting(FireEnded::reason)
                    .allMatch(reason -> reason.startsWith("node lost: "));
            assertThat(begun.get(begun.size() - 1).alone()).isTrue();
            assertThat(others).allSatisfy(job -> assertThat(ends(job)).containsExactly(FireEnd.SUCCEEDED));
        }

        void close() {
            executors.forEach(ExecutorProcess::close);
        }
    }
}
