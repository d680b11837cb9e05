package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.cluster.ClusterConnection;
import io.duestream.cluster.ClusterNodes;
import io.duestream.cluster.ClusterView;
import io.duestream.cluster.MasterChange;
import io.duestream.cluster.MasterView;
import io.duestream.cluster.MasterView.Master;
import io.duestream.cluster.NodeInfo;
import io.duestream.embedded.EmbeddedZooKeeper;
import io.duestream.executor.Executor;
import io.duestream.executor.RunResult;
import io.duestream.feedback.FeedbackConfig;
import io.duestream.feedback.FeedbackStream;
import io.duestream.record.event.JobEnded;
import io.duestream.specs.fixture.Cluster;
import io.duestream.specs.fixture.CommandRun;
import io.duestream.specs.fixture.FixedPorts;
import io.duestream.tracker.process.Tracker;
import io.duestream.tracker.process.TrackerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** ZooKeeper shows nodes and masters; jobs run whether it is there or not. */
@Timeout(240)
class ZooKeeperSpec {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Cluster cluster = Cluster.embedded();
    private final int port = FixedPorts.free();
    private final String connectString = "127.0.0.1:" + port;
    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();
    private Path folder;

    @BeforeEach
    void prepare() throws Exception {
        folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "zookeeper")), "data");
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        cluster.close();
    }

    @Test
    void each_role_has_a_master_and_that_of_the_trackers_makes_the_topic_of_a_group_that_is_registered()
            throws Exception {
        opened.add(EmbeddedZooKeeper.start(folder, port));
        Tracker tracker = cluster.startTracker(TrackerConfig.ZOOKEEPER, connectString);
        opened.add(
                0,
                FeedbackStream.start(FeedbackConfig.of(
                                cluster.bootstrapServers(), cluster.topics().cluster())
                        .withZooKeeper(connectString)));
        List<MasterChange> told = new CopyOnWriteArrayList<>();
        Executor first = executor(told);
        await().atMost(SOON).until(() -> told.stream().anyMatch(MasterChange::self));
        Executor second = executor(told);

        try (ClusterConnection connection = connect();
                Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            MasterView masters = connection.masters();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(masters(masters))
                            .contains(
                                    new Master("executor", "mail", first.node()),
                                    new Master("tracker", "", tracker.node()))
                            .anySatisfy(master -> assertThat(master.role()).isEqualTo("feedback")));

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(mastersListed())
                            .containsOnly(
                                    Map.entry(tracker.node(), true),
                                    Map.entry(first.node(), true),
                                    Map.entry(second.node(), false)));
            assertThat(nodeList("--role", "executor").out().lines())
                    .anyMatch(line -> line.matches(first.node() + " +executor +mail +yes .*"))
                    .noneMatch(line -> line.matches(second.node() + " +executor +mail +yes .*"));

            first.close();
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(masters(masters)).contains(new Master("executor", "mail", second.node())));

            connection.groups().register("sms").get(30, TimeUnit.SECONDS);
            await().atMost(SOON)
                    .until(() -> admin.listTopics()
                            .names()
                            .get(10, TimeUnit.SECONDS)
                            .contains(cluster.topics().dispatch("sms").name()));
        }
    }

    @Test
    void roles_that_start_without_zookeeper_run_jobs_and_appear_when_it_comes_and_again_after_it_was_away() {
        Tracker tracker = cluster.startTracker(TrackerConfig.ZOOKEEPER, connectString);
        Executor executor = executor(new CopyOnWriteArrayList<>());
        JobClient client = cluster.startClient("shop");
        run(client, "before");

        EmbeddedZooKeeper server = EmbeddedZooKeeper.start(folder, port);
        try (ClusterConnection connection = connect()) {
            ClusterView view = connection.view();
            MasterView masters = connection.masters();
            List<String> nodes = List.of(tracker.node(), executor.node());
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(nodes(view)).hasSameElementsAs(nodes);
                assertThat(masters(masters)).hasSize(2);
            });

            server.close();
            run(client, "meanwhile");
            server = EmbeddedZooKeeper.start(folder, port);

            await().atMost(SOON).untilAsserted(() -> {
                assertThat(view.nodes().orElseThrow().stale()).isFalse();
                assertThat(nodes(view)).hasSameElementsAs(nodes);
                assertThat(masters(masters))
                        .containsExactly(
                                new Master("executor", "mail", executor.node()),
                                new Master("tracker", "", tracker.node()));
            });
            run(client, "after");
        } finally {
            server.close();
        }
    }

    private CommandRun nodeList(String... options) {
        List<String> words = new ArrayList<>(List.of("node", "list", "--zookeeper", connectString));
        words.addAll(List.of(options));
        return CommandRun.of(cluster, words.toArray(String[]::new));
    }

    /** Whether each tracker and executor is master, as {@code node list} says. */
    private Map<String, Boolean> mastersListed() throws Exception {
        Map<String, Boolean> masters = new HashMap<>();
        for (JsonNode node :
                new ObjectMapper().readTree(nodeList("--json").out()).get("nodes")) {
            if (!node.get("role").asText().equals("feedback")) {
                masters.put(node.get("node").asText(), node.get("master").asBoolean());
            }
        }
        return masters;
    }

    private void run(JobClient client, String taskId) {
        Job job = Job.of("mail", taskId);
        client.submit(job);
        await().atMost(SOON)
                .until(() -> !cluster.audit().events(job.key(), JobEnded.class).isEmpty());
    }

    private Executor executor(List<MasterChange> told) {
        Executor executor = Executor.builder()
                .bootstrapServers(cluster.bootstrapServers())
                .cluster(cluster.topics().cluster())
                .group("mail")
                .zooKeeper(connectString)
                .onMasterChange(told::add)
                .defaultRunner(context -> RunResult.success())
                .start();
        opened.add(0, executor);
        return executor;
    }

    private ClusterConnection connect() {
        return ClusterConnection.open(connectString, Duration.ofSeconds(5), cluster.topics());
    }

    private static List<String> nodes(ClusterView view) {
        return view.nodes().map(ClusterNodes::nodes).orElse(List.of()).stream()
                .map(NodeInfo::id)
                .toList();
    }

    private static List<Master> masters(MasterView view) {
        return view.masters().map(MasterView.Masters::masters).orElse(List.of());
    }
}
