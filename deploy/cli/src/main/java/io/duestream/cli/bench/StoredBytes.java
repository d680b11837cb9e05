package io.duestream.cli.bench;

import io.duestream.cli.connection.Brokers;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.KafkaConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/**
 * What a cluster keeps on disk.
 *
 * @param state the tracker's state directory
 * @param changelogs the topics from which that can be made again
 * @param others all other topics of the cluster, by name
 */
record StoredBytes(long state, long changelogs, Map<String, Long> others) {
    private static final long LOOK_EVERY_MILLIS = 1_000;
    private static final int SAME_TIMES = 3;
    private static final int MOST_TIMES = 60;

    StoredBytes {
        others = new TreeMap<>(others);
    }

    /**
     * Looks when the state directory does not change any more: what was written may be in memory first, and be compacted later.
     * Waits a minute at most.
     */
    static StoredBytes settled(MeasuredCluster cluster) throws InterruptedException {
        long before = -1;
        int same = 0;
        for (int i = 0; i < MOST_TIMES && same < SAME_TIMES; i++) {
            long now = size(cluster.stateOf(""));
            same = now == before ? same + 1 : 0;
            before = now;
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        Map<String, Long> topics = topics(cluster.connection());
        String prefix = cluster.connection().topics().trackerApplicationId() + "-";
        long changelogs = 0;
        Map<String, Long> others = new TreeMap<>();
        for (Map.Entry<String, Long> topic : topics.entrySet()) {
            if (topic.getKey().startsWith(prefix)) {
                changelogs += topic.getValue();
            } else {
                others.put(topic.getKey(), topic.getValue());
            }
        }
        return new StoredBytes(size(cluster.stateOf("")), changelogs, others);
    }

    /** What has come since. */
    StoredBytes since(StoredBytes earlier) {
        Map<String, Long> more = new TreeMap<>();
        others.forEach((topic, bytes) -> more.put(topic, bytes - earlier.others.getOrDefault(topic, 0L)));
        return new StoredBytes(state - earlier.state, changelogs - earlier.changelogs, more);
    }

    /** Files may come and go while they are looked at. */
    private static long size(Path folder) {
        long[] sum = {0};
        try {
            if (Files.exists(folder)) {
                Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        sum[0] += attributes.size();
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " could not be looked at", e);
        }
        return sum[0];
    }

    /** Bytes of each topic of the cluster, of one copy. */
    private static Map<String, Long> topics(KafkaConnection cluster) throws InterruptedException {
        Map<TopicPartition, Long> partitions = new HashMap<>();
        try (Admin admin = Admin.create(Brokers.settings(cluster))) {
            List<Integer> brokers =
                    admin.describeCluster().nodes().get().stream().map(Node::id).toList();
            admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                    .flatMap(folders -> folders.values().stream())
                    .forEach(folder -> folder.replicaInfos()
                            .forEach((partition, replica) -> partitions.merge(partition, replica.size(), Math::max)));
        } catch (ExecutionException e) {
            throw new CommandFailedException(
                    "the brokers do not tell the sizes of topics: "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
        Map<String, Long> topics = new TreeMap<>();
        String prefix = cluster.topics().trackerApplicationId() + "-";
        partitions.forEach((partition, bytes) -> {
            if (cluster.topics().owns(partition.topic()) || partition.topic().startsWith(prefix)) {
                topics.merge(partition.topic(), bytes, Long::sum);
            }
        });
        return topics;
    }
}
