package io.duestream.topic;

import io.duestream.topic.TopicSpec.Width;
import java.util.Map;

/** How many partitions each topic has to have, given which topics exist. */
final class ClusterPartitions {
    private final Map<String, ExistingTopic> existing;
    private final int configured;

    ClusterPartitions(Map<String, ExistingTopic> existing, int configured) {
        this.existing = existing;
        this.configured = configured;
    }

    /**
     * The count for one topic. A cluster's count is that of its {@code commands}, else of its {@code feedback}, else the
     * configured one.
     *
     * @throws TopicMismatchException if the two of its cluster contradict each other
     */
    int of(TopicSpec spec) {
        return spec.width() == Width.ONE ? 1 : ofCluster(Topics.owning(spec));
    }

    private int ofCluster(Topics topics) {
        ExistingTopic commands = existing.get(topics.commands().name());
        ExistingTopic feedback = existing.get(topics.feedback().name());
        if (commands != null && feedback != null && commands.partitions() != feedback.partitions()) {
            throw new TopicMismatchException(commands.name() + " has "
                    + TopicDifferences.count(commands.partitions()) + " and " + feedback.name() + " has "
                    + TopicDifferences.count(feedback.partitions())
                    + "; they must have the same count, fixed for the cluster's life, for reports to reach the"
                    + " tracker that owns their job. Nothing was changed. Delete the one that is wrong and empty, or"
                    + " start under a new cluster name");
        }
        if (commands != null) {
            return commands.partitions();
        }
        return feedback != null ? feedback.partitions() : configured;
    }
}
