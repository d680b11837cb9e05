package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.duestream.cli.Duestream;
import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.executor.Executor;
import io.duestream.executor.RunResult;
import io.duestream.record.event.JobEnded;
import io.duestream.specs.fixture.Cluster;
import io.duestream.tracker.process.Tracker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code duestream node} shows of a cluster and does to its executors. */
@Timeout(180)
class NodeCommandSpec {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Cluster cluster = Cluster.embedded();
    private final CountDownLatch finish = new CountDownLatch(1);
    private final Set<String> ranOnSecond = ConcurrentHashMap.newKeySet();

    @AfterEach
    void stop() {
        finish.countDown();
        cluster.close();
    }

    private record Answer(int exitCode, String out, String err) {}

    @Test
    void nodes_are_listed_and_executors_drain_and_change_while_they_live() throws Exception {
        Tracker tracker = cluster.startTracker();
        Set<String> ranOnFirst = ConcurrentHashMap.newKeySet();
        Executor first = cluster.startExecutor("mail", 2, context -> {
            ranOnFirst.add(context.key().taskId());
            finish.await();
            return RunResult.success();
        });
        JobClient client = cluster.startClient("shop");
        client.submit(Job.of("mail", "long"));
        await().atMost(SOON).until(() -> ranOnFirst.contains("long"));

        JsonNode own = await().atMost(SOON)
                .until(() -> node(first.node()), found -> found.path("busy").asInt() == 1);
        assertThat(own.path("state").asText()).isEqualTo("up");
        assertThat(own.path("group").asText()).isEqualTo("mail");
        assertThat(own.path("threads").asInt()).isEqualTo(2);
        assertThat(own.path("idle").asInt()).isEqualTo(1);
        assertThat(node(tracker.node()).path("role").asText()).isEqualTo("tracker");
        Answer table = run("node", "list", "--role", "executor");
        assertThat(table.out()).contains(first.node(), "1/2").doesNotContain(tracker.node());

        assertThat(run("node", "threads", "5", first.node()))
                .isEqualTo(new Answer(0, first.node() + ": 5 threads\n", ""));
        String end = first.node().substring(first.node().length() - 8);
        assertThat(run("node", "log-level", "debug", end).out()).isEqualTo(first.node() + ": keeps DEBUG and above\n");
        assertThat(node(first.node()).path("logLevel").asText()).isEqualTo("DEBUG");

        Executor second = cluster.startExecutor("mail", 2, context -> {
            ranOnSecond.add(context.key().taskId());
            return RunResult.success();
        });
        await().atMost(SOON).until(() -> !node(second.node()).isMissingNode());
        assertThat(run("node", "drain", first.node()).out()).isEqualTo(first.node() + ": drains\n");
        assertThat(node(first.node()).path("state").asText()).isEqualTo("draining");
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            jobs.add(Job.of("mail", "after-" + i));
        }
        jobs.forEach(client::submit);
        jobs.forEach(job -> await().atMost(SOON)
                .until(() -> !cluster.audit().events(job.key(), JobEnded.class).isEmpty()));
        assertThat(ranOnSecond).hasSize(20);
        assertThat(ranOnFirst).containsExactly("long");
        assertThat(first.busy()).as("what ran runs on").isEqualTo(1);

        finish.countDown();
        assertThat(run("node", "drain", "--idle", first.node()).out())
                .isEqualTo(first.node() + ": drained, nothing runs\n");
        assertThat(run("node", "drain", "--undo", first.node()).out()).isEqualTo(first.node() + ": takes work\n");
        assertThat(node(first.node()).path("state").asText()).isEqualTo("up");
        assertThat(cluster.audit().events(Job.of("mail", "long").key(), JobEnded.class))
                .hasSize(1);
    }

    @Test
    void a_node_that_is_not_there_is_told_with_those_that_are() {
        Tracker tracker = cluster.startTracker();
        Executor executor = cluster.startExecutor("mail", 2, context -> RunResult.success());
        await().atMost(SOON).until(() -> !node(executor.node()).isMissingNode());

        Answer unknown = run("node", "drain", "nobody");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err())
                .contains("no executor 'nobody' has reported lately", executor.node() + " (mail)")
                .doesNotContain(tracker.node());
        Answer wrongRole = run("node", "threads", "3", tracker.node());
        assertThat(wrongRole.exitCode()).isEqualTo(1);
        assertThat(wrongRole.err()).contains("is a tracker");
        Answer masters = run("node", "list", "--zookeeper", "127.0.0.1:1");
        assertThat(masters.exitCode()).isZero();
        assertThat(masters.out()).contains(executor.node());
        assertThat(masters.out()).contains("MASTER is ?: ZooKeeper at 127.0.0.1:1 was not reached within 3 s");
        assertThat(run("node", "list").out())
                .contains("MASTER is ?: masters are elected in ZooKeeper, and no address of it is given");
        assertThat(run("node", "list", "--json").out())
                .contains("\"master\" : null", "\"mastersKnown\" : false", "\"mastersNotKnown\" : \"masters are");
    }

    private JsonNode node(String id) throws Exception {
        Answer answer = run("node", "list", "--json");
        assertThat(answer.err()).isEmpty();
        for (JsonNode each : new ObjectMapper().readTree(answer.out()).path("nodes")) {
            if (each.path("node").asText().equals(id)) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }

    private Answer run(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of(
                "-b", cluster.bootstrapServers(), "--cluster", cluster.topics().cluster()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                Duestream.run(new PrintWriter(out, true), new PrintWriter(err, true), line.toArray(String[]::new));
        return new Answer(exitCode, out.toString(), err.toString());
    }
}
