package io.duestream.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.cluster.MasterView.Master;
import io.duestream.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class MasterElectionTest {
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
    void the_first_is_master_and_when_it_goes_the_next_one_is_and_all_are_told() {
        try (ClusterConnection one = open();
                ClusterConnection two = open();
                ClusterConnection three = open()) {
            List<MasterChange> told = new CopyOnWriteArrayList<>();
            NodeInfo first = node(Role.EXECUTOR, "mail");
            NodeInfo second = node(Role.EXECUTOR, "mail");
            NodeInfo third = node(Role.EXECUTOR, "mail");
            MasterElection ofFirst = one.stand(first);
            await().until(ofFirst::isMaster);
            MasterElection ofSecond = two.stand(second);
            await().until(() -> ofSecond.master().equals(Optional.of(first.id())));
            MasterElection ofThird = three.stand(third);
            ofThird.addListener(told::add);
            await().until(() -> ofThird.master().equals(Optional.of(first.id())));
            assertThat(ofSecond.isMaster()).isFalse();

            ofFirst.close();

            await().atMost(SESSION.dividedBy(2)).until(ofSecond::isMaster);
            await().until(() -> ofThird.master().equals(Optional.of(second.id())));
            assertThat(ofThird.isMaster()).isFalse();
            await().until(() -> told.contains(change(second, false)));
            assertThat(told).startsWith(change(first, false)).endsWith(change(second, false));
        }
    }

    @Test
    void listeners_of_a_master_that_closes_have_been_told_that_it_is_none_any_more() {
        try (ClusterConnection one = open()) {
            NodeInfo node = node(Role.EXECUTOR, "mail");
            MasterElection election = one.stand(node);
            List<MasterChange> told = new CopyOnWriteArrayList<>();
            election.addListener(told::add);
            await().until(() -> told.contains(change(node, true)));

            election.close();

            assertThat(told).endsWith(new MasterChange(Role.EXECUTOR, "mail", Optional.empty(), false));
            assertThat(election.master()).isEmpty();
        }
    }

    @Test
    void each_role_and_group_has_a_master_of_its_own() {
        try (ClusterConnection one = open()) {
            MasterView view = one.masters();
            NodeInfo tracker = node(Role.TRACKER, "");
            NodeInfo mail = node(Role.EXECUTOR, "mail");
            NodeInfo sms = node(Role.EXECUTOR, "sms");

            List<MasterElection> elections = List.of(one.stand(tracker), one.stand(mail), one.stand(sms));
            await().until(() -> elections.stream().allMatch(MasterElection::isMaster));
            one.stand(node(Role.EXECUTOR, "sms"));

            await().untilAsserted(() -> assertThat(view.masters().orElseThrow().masters())
                    .containsExactly(
                            new Master("executor", "mail", mail.id()),
                            new Master("executor", "sms", sms.id()),
                            new Master("tracker", "", tracker.id())));
        }
    }

    @Test
    void a_lost_session_ends_the_mastership_and_the_node_stands_again_by_itself() throws Exception {
        try (ClusterConnection one = open();
                ClusterConnection two = open()) {
            NodeInfo first = node(Role.TRACKER, "");
            NodeInfo second = node(Role.TRACKER, "");
            List<MasterChange> told = new CopyOnWriteArrayList<>();
            MasterElection ofFirst = one.stand(first);
            ofFirst.addListener(told::add);
            await().until(ofFirst::isMaster);
            MasterElection ofSecond = two.stand(second);
            await().until(() -> ofSecond.master().equals(Optional.of(first.id())));

            one.curator().getZookeeperClient().getZooKeeper().getTestable().injectSessionExpiration();

            await().until(ofSecond::isMaster);
            await().until(() -> ofFirst.master().equals(Optional.of(second.id())));
            assertThat(ofFirst.isMaster()).isFalse();
            assertThat(told).startsWith(change(first, true)).endsWith(change(second, false));

            ofSecond.close();
            await().until(ofFirst::isMaster);
        }
    }

    @Test
    void a_suspended_connection_leaves_the_master_what_it_is() throws Exception {
        try (ClusterConnection one = open()) {
            NodeInfo node = node(Role.FEEDBACK, "");
            List<MasterChange> told = new CopyOnWriteArrayList<>();
            MasterElection election = one.stand(node);
            election.addListener(told::add);
            await().until(election::isMaster);

            server.stop();
            await().until(() -> !one.connected());
            assertThat(election.isMaster()).isTrue();
            server.restart();
            await().until(one::connected);

            await().until(election::isMaster);
            assertThat(election.master()).contains(node.id());
            assertThat(told).containsExactly(change(node, true));
        }
    }

    @Test
    void a_node_that_starts_without_zookeeper_stands_when_it_comes() throws Exception {
        int port = InstanceSpec.getRandomPort();
        try (ClusterConnection one = ClusterConnection.open("127.0.0.1:" + port, SESSION, TOPICS)) {
            MasterElection election = one.stand(node(Role.TRACKER, ""));
            assertThat(election.isMaster()).isFalse();
            assertThat(election.master()).isEmpty();

            try (TestingServer late = new TestingServer(port)) {
                assertThat(late.getPort()).isEqualTo(port);
                await().until(election::isMaster);
            }
        }
    }

    @Test
    void a_listener_that_fails_or_comes_late_keeps_nobody_from_being_told() {
        try (ClusterConnection one = open()) {
            NodeInfo node = node(Role.TRACKER, "");
            List<MasterChange> told = new CopyOnWriteArrayList<>();
            MasterElection election = one.stand(node);
            election.addListener(change -> {
                throw new IllegalStateException("a listener that fails");
            });
            election.addListener(told::add);
            await().until(() -> told.equals(List.of(change(node, true))));

            List<MasterChange> late = new CopyOnWriteArrayList<>();
            election.addListener(late::add);

            await().until(() -> late.equals(List.of(change(node, true))));
        }
    }

    @Test
    @Timeout(20)
    void closing_does_not_wait_for_a_zookeeper_that_is_away() throws Exception {
        ClusterConnection never = ClusterConnection.open("127.0.0.1:" + InstanceSpec.getRandomPort(), SESSION, TOPICS);
        MasterElection election = never.stand(node(Role.TRACKER, ""));
        election.close();
        never.close();

        ClusterConnection gone = open();
        MasterElection elected = gone.stand(node(Role.TRACKER, ""));
        await().until(elected::isMaster);
        server.stop();
        gone.close();
        assertThat(elected.isMaster()).isFalse();
    }

    private ClusterConnection open() {
        return ClusterConnection.open(server.getConnectString(), SESSION, TOPICS);
    }

    private static MasterChange change(NodeInfo master, boolean self) {
        return new MasterChange(master.role(), master.group(), Optional.of(master.id()), self);
    }

    private static NodeInfo node(Role role, String group) {
        return NodeInfo.ofThisProcess(role, group, "0.1.0", Instant.EPOCH, 20, RANDOM);
    }
}
