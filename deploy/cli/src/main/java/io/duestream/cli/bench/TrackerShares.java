package io.duestream.cli.bench;

import io.duestream.cli.connection.Brokers;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.KafkaConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;

/** Which trackers of a cluster are at work, as the brokers tell. */
final class TrackerShares {
    private static final long WITHIN_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final long LOOK_EVERY_MILLIS = 200;
    private static final String THREAD = "-StreamThread-";

    private TrackerShares() {}

    /**
     * Waits until so many trackers are there and each has work of its own.
     *
     * @throws CommandFailedException if that does not come about
     */
    static void awaitEach(KafkaConnection cluster, int trackers, Stage stage) throws InterruptedException {
        String group = cluster.topics().trackerApplicationId();
        long begun = System.nanoTime();
        try (Admin admin = Admin.create(Brokers.settings(cluster))) {
            while (true) {
                stage.requireAlive();
                Map<String, Integer> shares = shares(
                        admin.describeConsumerGroups(List.of(group)).all().get().get(group));
                if (shares.size() == trackers && shares.values().stream().allMatch(share -> share > 0)) {
                    return;
                }
                if (System.nanoTime() - begun > WITHIN_NANOS) {
                    throw new CommandFailedException("of " + trackers
                            + " trackers each was to have partitions of its own;" + " they have " + shares.values());
                }
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (ExecutionException e) {
            throw new CommandFailedException(
                    "the brokers do not tell who is in group " + group + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    /** Partitions of each process; empty while they are being given out anew. */
    private static Map<String, Integer> shares(ConsumerGroupDescription group) {
        Map<String, Integer> shares = new HashMap<>();
        if (group.groupState() == GroupState.STABLE) {
            for (MemberDescription member : group.members()) {
                int at = member.clientId().indexOf(THREAD);
                String process = at < 0 ? member.clientId() : member.clientId().substring(0, at);
                shares.merge(process, member.assignment().topicPartitions().size(), Integer::sum);
            }
        }
        return shares;
    }
}
