package io.duestream.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The configuration of the one broker: for one node, quick to start, with Duestream's needs. */
final class BrokerProperties {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String MAX_MESSAGE_BYTES = Integer.toString(4 * 1024 * 1024);

    /** Everything that does not depend on the place. */
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", Integer.toString(NODE_ID)),
            Map.entry("controller.listener.names", CONTROLLER_LISTENER),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            // Each partition of these topics costs a moment at the first use and at every start.
            Map.entry("offsets.topic.num.partitions", "5"),
            Map.entry("transaction.state.log.num.partitions", "5"),
            Map.entry("share.coordinator.state.topic.num.partitions", "5"),
            // Consumers: no wait for more members; sessions may be shorter than the 6 s that Duestream uses.
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "1000"),
            // After kill -9 a restart waits until the controller has given up the earlier run of the broker.
            Map.entry("broker.session.timeout.ms", "3000"),
            // A heartbeat that has waited half as long for the controller is told as an error, so not too often either.
            Map.entry("broker.heartbeat.interval.ms", "500"),
            // The next transaction of a producer waits this long while the markers of the last are written.
            Map.entry("add.partitions.to.txn.retry.backoff.ms", "1"),
            Map.entry("add.partitions.to.txn.retry.backoff.max.ms", "5"),
            // How often the broker looks for transactions past their timeout: these hold read_committed readers back.
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"),
            Map.entry("message.max.bytes", MAX_MESSAGE_BYTES),
            Map.entry("replica.fetch.max.bytes", MAX_MESSAGE_BYTES),
            // A start that hangs fails instead.
            Map.entry("server.max.startup.time.ms", "60000"),
            // One node on a desk: fewer threads, and 2 MiB instead of 128 MiB of heap for the log cleaner.
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "2"),
            Map.entry("log.cleaner.dedupe.buffer.size", "2097152"));

    private BrokerProperties() {}

    static Properties of(Path directory, int port, int controllerPort, Map<String, String> overrides) {
        Properties properties = new Properties();
        properties.putAll(FIXED);
        String broker = "PLAINTEXT://%s:%d".formatted(Ports.HOST, port);
        String controller = "%s://%s:%d".formatted(CONTROLLER_LISTENER, Ports.HOST, controllerPort);
        properties.put("listeners", broker + "," + controller);
        properties.put("advertised.listeners", broker);
        properties.put("controller.quorum.voters", "%d@%s:%d".formatted(NODE_ID, Ports.HOST, controllerPort));
        properties.put("log.dirs", directory.toString());
        properties.putAll(overrides);
        return properties;
    }
}
