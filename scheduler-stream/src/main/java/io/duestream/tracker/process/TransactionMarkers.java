package io.duestream.tracker.process;

import io.duestream.tracker.process.StrandedTransactions.Open;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.DefaultHostResolver;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * Writes the marker of a transaction that its coordinator has committed to a partition that was not told. {@code Admin} can
 * only abort; the request is the one that it sends for that, with the other result.
 */
final class TransactionMarkers {
    private static final String NAME = "tracker-markers";
    private static final int WITHIN_MILLIS = 5_000;

    private final AdminClientConfig config;

    TransactionMarkers(Map<String, Object> clients) {
        this.config = new AdminClientConfig(new HashMap<>(clients));
    }

    /**
     * Commits one on its partition.
     *
     * @param leader of the partition
     * @throws KafkaException if the broker does not
     */
    void commit(Open open, Node leader) {
        TxnMarkerEntry marker = new TxnMarkerEntry(
                open.producerId(),
                (short) open.producerEpoch(),
                open.coordinatorEpoch(),
                TransactionResult.COMMIT,
                List.of(open.partition()),
                (short) 0);
        Errors error = send(leader, new WriteTxnMarkersRequest.Builder(List.of(marker)))
                .errorsByProducerId()
                .getOrDefault(open.producerId(), Map.of())
                .getOrDefault(open.partition(), Errors.UNKNOWN_SERVER_ERROR);
        if (error != Errors.NONE) {
            throw new KafkaException("the broker does not commit " + open + ": " + error, error.exception());
        }
    }

    private WriteTxnMarkersResponse send(Node leader, WriteTxnMarkersRequest.Builder request) {
        Time time = Time.SYSTEM;
        try (Metrics metrics = new Metrics();
                NetworkClient client = ClientUtils.createNetworkClient(
                        config,
                        NAME,
                        metrics,
                        NAME,
                        new LogContext("[" + NAME + "] "),
                        new ApiVersions(),
                        time,
                        1,
                        WITHIN_MILLIS,
                        null,
                        new ManualMetadataUpdater(),
                        new DefaultHostResolver(),
                        null,
                        null)) {
            if (!NetworkClientUtils.awaitReady(client, leader, time, WITHIN_MILLIS)) {
                throw new KafkaException("no connection to " + leader + " within " + WITHIN_MILLIS + " ms");
            }
            ClientResponse response = NetworkClientUtils.sendAndReceive(
                    client, client.newClientRequest(leader.idString(), request, time.milliseconds(), true), time);
            return (WriteTxnMarkersResponse) response.responseBody();
        } catch (IOException e) {
            throw new KafkaException("the connection to " + leader + " broke", e);
        }
    }
}
