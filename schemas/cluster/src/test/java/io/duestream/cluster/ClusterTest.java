package io.duestream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.duestream.job.GroupSettings;
import io.duestream.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClusterTest {
    private static final Duration SESSION = Duration.ofSeconds(5);
    private static final Topics TOPICS = Topics.of("test");
    private static final Random RANDOM = new Random(42);

    private TestingServer server;

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    @BeforeEach
    void start() throws Exception {
        server = new TestingServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void two_nodes_see_each_other_by_role_and_group_and_see_one_leave() {
        try (ClusterConnection one = open();
                ClusterConnection two = open()) {
            ClusterView view = one.view();
            NodeInfo tracker = node(Role.TRACKER, "");
            NodeInfo executor = node(Role.EXECUTOR, "mail");

            one.register(tracker);
            NodeRegistration leaving = two.register(executor);

            await().until(() -> nodes(view).size() == 2);
            ClusterNodes both = view.nodes().orElseThrow();
            assertThat(both.of(Role.TRACKER)).containsExactly(tracker);
            assertThat(both.of(Role.EXECUTOR, "mail")).containsExactly(executor);
            assertThat(both.of(Role.EXECUTOR, "sms")).isEmpty();
            assertThat(both.stale()).isFalse();
            assertThat(both.problems()).isEmpty();

            leaving.close();
            await().until(() -> nodes(view).equals(List.of(tracker)));
        }
    }

    @Test
    void a_view_that_comes_later_sees_who_was_there_before() {
        try (ClusterConnection one = open();
                ClusterConnection two = open()) {
            NodeInfo node = node(Role.TRACKER, "");
            ClusterView first = one.view();
            one.register(node);
            await().until(() -> nodes(first).equals(List.of(node)));

            ClusterView later = two.view();

            await().until(() -> nodes(later).equals(List.of(node)));
        }
    }

    @Test
    void closing_the_connection_takes_its_nodes_away_without_waiting_for_the_session() {
        try (ClusterConnection one = open()) {
            ClusterView view = one.view();
            ClusterConnection two = open();
            two.register(node(Role.TRACKER, ""));
            await().until(() -> nodes(view).size() == 1);

            two.close();

            await().atMost(SESSION.dividedBy(2)).until(() -> nodes(view).isEmpty());
        }
    }

    @Test
    void an_update_is_seen_and_identity_cannot_be_changed() {
        try (ClusterConnection one = open()) {
            ClusterView view = one.view();
            NodeInfo node = node(Role.EXECUTOR, "mail");
            NodeRegistration registration = one.register(node);

            registration.update(node.withThreads(64));

            await().until(() -> nodes(view).equals(List.of(node.withThreads(64))));
            assertThat(registration.info()).isEqualTo(node.withThreads(64));
            assertThatThrownBy(() -> registration.update(node(Role.EXECUTOR, "mail")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("keeps its id");
        }
    }

    @Test
    void a_lost_session_brings_the_node_back_with_its_last_information() throws Exception {
        try (ClusterConnection one = open();
                ClusterConnection two = open()) {
            ClusterView view = two.view();
            NodeInfo node = node(Role.EXECUTOR, "mail");
            NodeRegistration registration = one.register(node);
            registration.update(node.withThreads(7));
            await().until(() -> nodes(view).equals(List.of(node.withThreads(7))));
            long session = one.curator().getZookeeperClient().getZooKeeper().getSessionId();

            one.curator().getZookeeperClient().getZooKeeper().getTestable().injectSessionExpiration();

            await().until(() ->
                    one.curator().getZookeeperClient().getZooKeeper().getSessionId() != session && one.connected());
            // The old session's node goes when its session times out; the new session's must stand then.
            await().until(() -> ownerOf(two, node)
                    == one.curator().getZookeeperClient().getZooKeeper().getSessionId());
            await().until(() -> nodes(view).equals(List.of(node.withThreads(7))));
        }
    }

    @Test
    void without_zookeeper_the_last_view_stays_and_is_stale_and_everything_comes_back_with_it() throws Exception {
        try (ClusterConnection one = open();
                ClusterConnection two = open()) {
            ClusterView view = one.view();
            NodeInfo mine = node(Role.TRACKER, "");
            NodeInfo other = node(Role.EXECUTOR, "mail");
            one.register(mine);
            NodeRegistration registration = two.register(other);
            await().until(() -> nodes(view).size() == 2);

            server.stop();
            await().until(() -> view.nodes().orElseThrow().stale());
            assertThat(nodes(view)).containsExactly(mine, other);
            registration.update(other.withThreads(3));
            await().until(() -> !one.connected());

            server.restart();
            await().until(() -> nodes(view).equals(List.of(mine, other.withThreads(3)))
                    && !view.nodes().orElseThrow().stale());
        }
    }

    @Test
    void a_node_starts_without_zookeeper_and_registers_when_it_comes() throws Exception {
        int port = InstanceSpec.getRandomPort();
        try (ClusterConnection one = ClusterConnection.open("127.0.0.1:" + port, SESSION, TOPICS)) {
            ClusterView view = one.view();
            GroupRegistry groups = one.groups();
            NodeInfo node = node(Role.EXECUTOR, "mail");
            NodeRegistration registration = one.register(node);
            CompletableFuture<GroupSettings> registered = groups.register("mail");
            registration.update(node.withThreads(9));

            assertThat(view.nodes()).isEmpty();
            assertThat(groups.groups()).isEmpty();
            assertThat(groups.get("mail")).isEmpty();
            assertThat(registered).isNotDone();

            try (TestingServer late = new TestingServer(port)) {
                assertThat(late.getPort()).isEqualTo(port);
                await().until(() -> nodes(view).equals(List.of(node.withThreads(9))));
                assertThat(registered.get(20, TimeUnit.SECONDS)).isEqualTo(GroupRegistry.DEFAULTS);
                await().until(() -> groups.get("mail").isPresent());
            }
        }
    }

    @Test
    @Timeout(20)
    void closing_does_not_wait_for_a_zookeeper_that_is_away() throws Exception {
        ClusterConnection never = ClusterConnection.open("127.0.0.1:" + InstanceSpec.getRandomPort(), SESSION, TOPICS);
        never.register(node(Role.TRACKER, ""));
        never.view();
        never.close();

        ClusterConnection gone = open();
        ClusterView view = gone.view();
        gone.register(node(Role.TRACKER, ""));
        await().until(() -> nodes(view).size() == 1);
        server.stop();
        gone.close();
        assertThat(gone.connected()).isFalse();
    }

    @Test
    void garbage_beside_the_nodes_is_a_problem_that_hides_nobody() throws Exception {
        try (ClusterConnection one = open()) {
            ClusterView view = one.view();
            GroupRegistry groups = one.groups();
            groups.addListener(state -> {
                throw new IllegalStateException("a listener that fails");
            });
            String garbage = "/duestream/test/nodes/executor/mail/garbage";
            one.curator().create().creatingParentsIfNeeded().forPath(garbage, bytes("\0\1not json"));
            one.curator().create().creatingParentsIfNeeded().forPath("/duestream/test/groups/sms", bytes("[]"));
            NodeInfo node = node(Role.EXECUTOR, "mail");
            one.register(node);
            groups.register("mail").get(20, TimeUnit.SECONDS);

            await().until(() -> nodes(view).equals(List.of(node)));
            await().until(() -> groups.get("mail").isPresent());
            assertThat(view.nodes().orElseThrow().problems())
                    .singleElement()
                    .asString()
                    .startsWith(garbage + ": it is not JSON");
            assertThat(groups.groups().orElseThrow().settings()).containsOnlyKeys("mail");
            assertThat(groups.groups().orElseThrow().problems())
                    .containsExactly("/duestream/test/groups/sms: it is JSON, and not an object");

            one.curator().delete().forPath(garbage);
            await().until(() -> view.nodes().orElseThrow().problems().isEmpty());
            groups.register("sms").get(20, TimeUnit.SECONDS);
            await().until(() -> groups.groups().orElseThrow().problems().isEmpty());
        }
    }

    @Test
    void registering_a_known_group_keeps_its_settings() throws Exception {
        try (ClusterConnection one = open();
                ClusterConnection two = open()) {
            GroupRegistry groups = one.groups();
            GroupSettings limited = new GroupSettings(
                    false, true, Optional.of(5), Optional.empty(), Optional.empty(), Optional.empty());
            one.curator()
                    .create()
                    .creatingParentsIfNeeded()
                    .forPath("/duestream/test/groups/mail", Json.write(limited));

            GroupSettings settings = two.groups().register("mail").get(20, TimeUnit.SECONDS);

            assertThat(settings)
                    .isEqualTo(new GroupSettings(
                            true, true, Optional.of(5), Optional.empty(), Optional.empty(), Optional.empty()));
            await().until(() -> groups.get("mail").equals(Optional.of(settings)));
        }
    }

    @Test
    void a_name_that_is_no_path_element_is_refused() {
        try (ClusterConnection one = open()) {
            assertThatThrownBy(() -> one.groups().register("a/../b"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'a/../b'");
        }
    }

    @Test
    void a_connect_string_that_cannot_be_used_is_refused_with_what_was_expected() {
        for (String unusable : List.of("localhost:many", "", "a:1,,b:2", "a b:1", "zk://a:1")) {
            assertThatThrownBy(() -> ClusterConnection.open(unusable, SESSION, TOPICS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + unusable + "' cannot be used; expected host:port");
        }
        for (String usable : List.of("localhost", "127.0.0.1:1,[::1]:1", "localhost:1/chroot")) {
            ClusterConnection.open(usable, SESSION, TOPICS).close();
        }
    }

    private ClusterConnection open() {
        return ClusterConnection.open(server.getConnectString(), SESSION, TOPICS);
    }

    private static List<NodeInfo> nodes(ClusterView view) {
        return view.nodes().map(ClusterNodes::nodes).orElse(List.of());
    }

    private static long ownerOf(ClusterConnection connection, NodeInfo node) throws Exception {
        var stat = connection.curator().checkExists().forPath(Paths.of(TOPICS).node(node));
        return stat == null ? 0 : stat.getEphemeralOwner();
    }

    private static NodeInfo node(Role role, String group) {
        return NodeInfo.ofThisProcess(role, group, "0.1.0", Instant.EPOCH, 20, RANDOM);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
