package io.duestream.cli.doctor;

import io.duestream.topic.Replies;
import io.duestream.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/** What the brokers are and how they are set. */
final class BrokerSettings implements Check {
    /** Streams' own default under exactly-once, and ours for feedback. */
    private static final int TRANSACTION_MILLIS = 10_000;

    private static final int OFFSETS_MINUTES = 7 * 24 * 60;

    @Override
    public String name() {
        return "brokers";
    }

    @Override
    public String looksFor() {
        return "Brokers older than 4.0, without `transaction.version` 2, without the classic group protocol, with a"
                + " `transaction.max.timeout.ms` below 10 s, that forget offsets within a week, or that take requests"
                + " smaller than a record may be.";
    }

    @Override
    public List<Finding> look(Examination examination) {
        Admin admin = examination.admin();
        List<Finding> findings = new ArrayList<>(features(
                Replies.await(admin.describeFeatures().featureMetadata()).finalizedFeatures()));
        for (Node node : Replies.await(admin.describeCluster().nodes())) {
            ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
            Map<String, String> config = new HashMap<>();
            Replies.await(admin.describeConfigs(List.of(broker)).all())
                    .get(broker)
                    .entries()
                    .forEach(each -> config.put(each.name(), each.value()));
            findings.addAll(settings("broker " + node.id(), config));
        }
        return findings;
    }

    static List<Finding> features(Map<String, FinalizedVersionRange> finalized) {
        List<Finding> findings = new ArrayList<>();
        if (!finalized.containsKey("metadata.version")) {
            findings.add(Finding.error(
                    "the brokers have no finalized metadata.version: they are older than 4.0 or run with ZooKeeper",
                    "Kafka 4.x",
                    "upgrade the brokers"));
        }
        FinalizedVersionRange transactions = finalized.get("transaction.version");
        int level = transactions == null ? 0 : transactions.maxVersionLevel();
        if (level < 2) {
            findings.add(Finding.error(
                    "transaction.version is " + level,
                    "2: below it a late record of an aborted transaction can join the next one, and a partition hangs",
                    "kafka-features.sh --bootstrap-server HOST:PORT upgrade --feature transaction.version=2"));
        }
        return findings;
    }

    static List<Finding> settings(String broker, Map<String, String> config) {
        List<Finding> findings = new ArrayList<>();
        Optional.ofNullable(config.get("group.coordinator.rebalance.protocols"))
                .filter(protocols -> !protocols.contains("classic"))
                .ifPresent(protocols -> findings.add(Finding.error(
                        broker + " has group.coordinator.rebalance.protocols=" + protocols,
                        "classic among them: trackers and executors join their groups with it",
                        "add it to the properties of the brokers and restart them")));
        least(
                findings,
                broker,
                config,
                "transaction.max.timeout.ms",
                TRANSACTION_MILLIS,
                "trackers ask for 10 s and are refused");
        least(
                findings,
                broker,
                config,
                "offsets.retention.minutes",
                OFFSETS_MINUTES,
                "a tracker that was stopped for longer finds its offsets gone and does not start");
        least(
                findings,
                broker,
                config,
                "socket.request.max.bytes",
                2 * Topics.MAX_RECORD_BYTES,
                "the largest record does not get through");
        return findings;
    }

    private static void least(
            List<Finding> findings, String broker, Map<String, String> config, String key, long least, String why) {
        Optional.ofNullable(config.get(key))
                .map(Long::parseLong)
                .filter(found -> found < least)
                .ifPresent(found -> findings.add(Finding.warning(
                        broker + " has " + key + "=" + found,
                        least + " or more: " + why,
                        "set it in the properties of the brokers and restart them")));
    }
}
