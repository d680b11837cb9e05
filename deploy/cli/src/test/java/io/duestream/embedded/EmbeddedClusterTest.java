package io.duestream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedClusterTest {
    @TempDir(factory = InTarget.class)
    private Path data;

    @Test
    void a_restart_keeps_records_identity_ports_and_zookeeper_nodes() throws Exception {
        String bootstrap;
        String zooKeeper;
        String clusterId;
        try (EmbeddedCluster cluster = start()) {
            bootstrap = cluster.bootstrapServers();
            zooKeeper = cluster.zooKeeper();
            clusterId = Records.clusterId(bootstrap);
            Records.createTopic(bootstrap);
            Records.write(bootstrap, "one", "two");
            Records.writeInTransaction(bootstrap, "three");
            createNode(zooKeeper);
        }
        try (EmbeddedCluster cluster = start()) {
            assertThat(cluster.bootstrapServers()).isEqualTo(bootstrap);
            assertThat(cluster.zooKeeper()).isEqualTo(zooKeeper);
            assertThat(Records.clusterId(bootstrap)).isEqualTo(clusterId);
            assertThat(Records.readAll(bootstrap)).containsExactly("one", "two", "three");
            Records.writeInTransaction(bootstrap, "four");
            assertThat(Records.readAll(bootstrap)).endsWith("four");
            assertThat(nodeExists(zooKeeper)).isTrue();
        }
        try (var left = Files.list(data.resolve("zookeeper"))) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("zookeeper.configuration")))
                    .as("configurations left behind by earlier starts")
                    .hasSize(1);
        }
    }

    @Test
    void a_bounced_broker_comes_back_on_its_port_with_its_data() throws Exception {
        try (EmbeddedCluster cluster = start()) {
            String bootstrap = cluster.bootstrapServers();
            Records.createTopic(bootstrap);
            Records.write(bootstrap, "one");

            cluster.stopBroker();
            assertThat(Ports.isFree(Integer.parseInt(bootstrap.split(":")[1])))
                    .as("port free while stopped")
                    .isTrue();
            assertThat(nodeExists(cluster.zooKeeper())).isFalse();

            cluster.startBroker();
            assertThat(cluster.bootstrapServers()).isEqualTo(bootstrap);
            assertThat(Records.readAll(bootstrap)).containsExactly("one");
        }
    }

    @Test
    void records_up_to_4_mib_are_taken_and_topics_are_not_made_by_themselves() throws Exception {
        try (EmbeddedCluster cluster = start()) {
            String bootstrap = cluster.bootstrapServers();
            assertThatThrownBy(() -> Records.write(bootstrap, "nowhere"))
                    .hasRootCauseInstanceOf(UnknownTopicOrPartitionException.class);
            assertThat(Records.topics(bootstrap)).isEmpty();

            Records.createTopic(bootstrap);
            Records.writeBytes(bootstrap, 4_000_000);
            assertThat(Records.endOffset(bootstrap)).isEqualTo(1);
            assertThatThrownBy(() -> Records.writeBytes(bootstrap, 5_000_000))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RecordTooLargeException.class);
        }
    }

    @Test
    void a_process_that_was_killed_gives_the_directory_free_and_loses_nothing() throws Exception {
        try (OtherProcess other = OtherProcess.runningClusterIn(data)) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(EmbeddedClusterException.class)
                    .hasMessageContaining(data.getFileName().toString())
                    .hasMessageContaining("in use by process " + other.pid())
                    .hasMessageContaining("choose another directory");
            other.kill();
        }
        try (EmbeddedCluster cluster = start()) {
            assertThat(Records.readAll(cluster.bootstrapServers())).containsExactly("before the kill");
        }
    }

    @Test
    void a_fatal_fault_of_a_running_broker_ends_the_process() throws Exception {
        try (OtherProcess other = OtherProcess.meetingFaultIn(data)) {
            assertThat(other.exitStatus()).isEqualTo(1);
        }
    }

    @Test
    void a_second_cluster_in_the_same_process_is_refused_on_the_same_directory() {
        try (EmbeddedCluster cluster = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(EmbeddedClusterException.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
            assertThat(cluster.bootstrapServers()).isNotBlank();
        }
    }

    @Test
    void a_busy_port_is_named_and_nothing_is_left_running() throws Exception {
        try (ServerSocket busy = new ServerSocket(Ports.free(), 1, InetAddress.getByName(Ports.HOST))) {
            int port = busy.getLocalPort();
            assertThatThrownBy(() -> EmbeddedCluster.start(new EmbeddedCluster.Settings(data, port, 0, Map.of())))
                    .isInstanceOf(EmbeddedClusterException.class)
                    .hasMessageContaining("Kafka cannot listen on 127.0.0.1:" + port)
                    .hasMessageContaining("embedded.kafka.port=<port>");
            assertThatThrownBy(() -> EmbeddedCluster.start(new EmbeddedCluster.Settings(data, 0, port, Map.of())))
                    .isInstanceOf(EmbeddedClusterException.class)
                    .hasMessageContaining("ZooKeeper cannot listen on 127.0.0.1:" + port)
                    .hasMessageContaining("embedded.zookeeper.port=<port>");
        }
        try (EmbeddedCluster cluster = start()) {
            assertThat(Records.clusterId(cluster.bootstrapServers())).isNotBlank();
        }
    }

    @Test
    void a_start_that_fails_inside_kafka_is_an_exception_and_the_process_lives_on() throws Exception {
        EmbeddedCluster.Settings wrong =
                new EmbeddedCluster.Settings(data, 0, 0, Map.of("transaction.state.log.min.isr", "many"));
        assertThatThrownBy(() -> EmbeddedCluster.start(wrong))
                .isInstanceOf(EmbeddedClusterException.class)
                .hasMessageContaining("transaction.state.log.min.isr");

        start().close();
        // Kafka takes every directory in its own for a partition, and a wrong one for a fatal fault.
        Path topics = Files.createDirectories(data.resolve("kafka").resolve("not a partition-x"));
        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedClusterException.class)
                .hasMessageContaining("fatal fault while starting");
        Files.delete(topics);
        start().close();
    }

    private EmbeddedCluster start() {
        return EmbeddedCluster.start(new EmbeddedCluster.Settings(data));
    }

    private static void createNode(String connect) throws Exception {
        try (CuratorFramework zooKeeper = connected(connect)) {
            zooKeeper.create().forPath("/kept");
        }
    }

    private static boolean nodeExists(String connect) throws Exception {
        try (CuratorFramework zooKeeper = connected(connect)) {
            return zooKeeper.checkExists().forPath("/kept") != null;
        }
    }

    private static CuratorFramework connected(String connect) {
        CuratorFramework zooKeeper = CuratorFrameworkFactory.newClient(connect, new RetryOneTime(100));
        zooKeeper.start();
        return zooKeeper;
    }
}
