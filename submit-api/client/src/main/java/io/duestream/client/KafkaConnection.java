package io.duestream.client;

import io.duestream.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which cluster to speak to, and how.
 *
 * @param bootstrapServers brokers to begin with, {@code host:port,host:port}
 * @param cluster name of the Duestream cluster, which begins the names of its topics
 * @param kafka settings of Kafka's own clients by their Kafka names, such as {@code security.protocol}; each goes to
 *     those of the producer, consumer and admin client that know it
 */
public record KafkaConnection(String bootstrapServers, String cluster, Map<String, String> kafka) {
    /**
     * Copies the settings.
     *
     * @throws IllegalArgumentException if something is missing or wrong, with everything that is
     */
    public KafkaConnection {
        kafka = Map.copyOf(kafka);
        List<String> problems = problems(bootstrapServers, cluster, kafka);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** Without security and with Kafka's own defaults, to the cluster of the default name. */
    public static KafkaConnection to(String bootstrapServers) {
        return new KafkaConnection(bootstrapServers, Topics.DEFAULT_CLUSTER, Map.of());
    }

    /** The cluster's topics. */
    public Topics topics() {
        return Topics.of(cluster);
    }

    static List<String> problems(String bootstrapServers, String cluster, Map<String, String> kafka) {
        List<String> problems = new ArrayList<>();
        if (bootstrapServers == null || bootstrapServers.isBlank()) {
            problems.add("bootstrapServers is missing; expected brokers as host:port,host:port");
        }
        if (cluster == null || !Topics.validName(cluster)) {
            problems.add("cluster '" + cluster + "' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -");
        }
        for (String fixed : new TreeSet<>(kafka.keySet())) {
            if (ClientProperties.FIXED.containsKey(fixed)) {
                problems.add("kafka setting " + fixed + " cannot be given: " + ClientProperties.FIXED.get(fixed));
            }
        }
        return problems;
    }

    /** Names the Kafka settings and leaves their values out: there may be secrets among them. */
    @Override
    public String toString() {
        return "KafkaConnection[bootstrapServers=" + bootstrapServers + ", cluster=" + cluster + ", kafka="
                + new TreeSet<>(kafka.keySet()) + "]";
    }
}
