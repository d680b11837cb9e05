package io.duestream.client;

import io.duestream.node.NodeId;
import io.duestream.node.NodeReporting;
import io.duestream.node.NodeWork;
import io.duestream.node.ReportingNode;
import io.duestream.topic.Topics;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A client that stays, as a node among others: so that what waits in its fail store is seen from elsewhere. */
final class ClientNode {
    private static final String ROLE = "client";

    private ClientNode() {}

    /** Begins to report, each second. The client has no node group; its client group shows in what it subscribes to. */
    static NodeReporting report(KafkaConnection connection, Optional<String> clientGroup, LongSupplier stored) {
        Topics topics = connection.topics();
        String version =
                Objects.requireNonNullElse(ClientNode.class.getPackage().getImplementationVersion(), "development");
        ReportingNode node =
                new ReportingNode(NodeId.ofThisProcess(new SecureRandom()), ROLE, "", version, Instant.now());
        List<String> subscribed =
                clientGroup.map(group -> List.of(topics.outcomes(group).name())).orElse(List.of());
        Map<String, Object> settings = new HashMap<>(connection.kafka());
        settings.put("bootstrap.servers", connection.bootstrapServers());
        return NodeReporting.start(
                settings,
                topics,
                node,
                () -> new NodeWork(
                        0, 0, NodeWork.Results.NONE, stored.getAsLong(), false, "", Optional.empty(), subscribed));
    }
}
