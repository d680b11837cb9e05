package io.duestream.cli.bench;

import io.duestream.cli.connection.Brokers;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.KafkaConnection;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.TopicReport;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics of measured clusters: those it makes it removes, and it touches no others. Not thread-safe. */
final class BenchTopics {
    private static final long USABLE_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_EVERY_MILLIS = 50;

    private final int partitions;
    private final List<Topics> made = new ArrayList<>();

    /** @param partitions of the topics */
    BenchTopics(int partitions) {
        this.partitions = partitions;
    }

    /**
     * Makes the topics of a cluster and waits until all their partitions answer.
     *
     * @param groups node groups, which have topics of their own
     * @throws CommandFailedException if there are some already, whose jobs would go with them at the end; or if the brokers
     *     refuse one or do not serve it in time
     */
    void make(KafkaConnection cluster, List<String> groups) throws InterruptedException {
        List<TopicSpec> specs = new ArrayList<>(cluster.topics().fixed());
        groups.forEach(group -> specs.add(cluster.topics().dispatch(group)));
        try (Admin admin = Admin.create(Brokers.settings(cluster))) {
            List<String> others = namesOf(cluster.topics(), admin);
            if (!others.isEmpty()) {
                throw new CommandFailedException(
                        "the brokers have topics of a cluster '" + cluster.cluster() + "' already: "
                                + String.join(", ", others)
                                + ". bench makes its topics and removes them at the end; give a name that is free with --cluster");
            }
            made.add(cluster.topics());
            TopicReport report =
                    new TopicProvisioner(admin, partitions, TopicProvisioner.BROKERS_DEFAULT).ensure(specs);
            if (!report.problems().isEmpty()) {
                throw new CommandFailedException(String.join("\n", report.problems()));
            }
            awaitUsable(admin, report);
        }
    }

    private static void awaitUsable(Admin admin, TopicReport report) throws InterruptedException {
        List<String> names =
                report.topics().stream().map(TopicReport.Topic::name).toList();
        long begun = System.nanoTime();
        while (true) {
            try {
                askEachPartition(admin, names);
                return;
            } catch (CommandFailedException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() - begun > USABLE_WITHIN_NANOS) {
                    throw new CommandFailedException(
                            "the brokers made the topics and do not serve them: " + e.getMessage(), e);
                }
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        }
    }

    /** Brokers that have heard of a topic may not serve it yet; those that tell where its partitions end do. */
    private static void askEachPartition(Admin admin, List<String> names) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = await(admin.describeTopics(names).allTopicNames()).values().stream()
                .flatMap(topic ->
                        topic.partitions().stream().map(each -> new TopicPartition(topic.name(), each.partition())))
                .collect(Collectors.toMap(Function.identity(), each -> OffsetSpec.latest()));
        await(admin.listOffsets(ends).all());
    }

    /** Removes the topics of all clusters that were made, and what the tracker put beside them. */
    void remove(KafkaConnection connection) throws InterruptedException {
        if (made.isEmpty()) {
            return;
        }
        try (Admin admin = Admin.create(Brokers.settings(connection))) {
            List<String> names = new ArrayList<>();
            for (Topics each : made) {
                names.addAll(namesOf(each, admin));
            }
            for (KafkaFuture<Void> answer :
                    admin.deleteTopics(names).topicNameValues().values()) {
                removed(answer);
            }
            made.clear();
        } catch (CommandFailedException e) {
            throw new CommandFailedException(
                    "the topics of cluster '" + connection.cluster() + "' could not be removed: " + e.getMessage(), e);
        }
    }

    private static void removed(KafkaFuture<Void> answer) throws InterruptedException {
        try {
            await(answer);
        } catch (CommandFailedException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
    }

    private static List<String> namesOf(Topics cluster, Admin admin) throws InterruptedException {
        return await(admin.listTopics().names()).stream()
                .filter(name -> cluster.owns(name) || name.startsWith(cluster.trackerApplicationId() + "-"))
                .sorted()
                .toList();
    }

    private static <T> T await(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new CommandFailedException(e.getCause().getMessage(), e.getCause());
        }
    }
}
