package io.duestream.cli.doctor;

import io.duestream.topic.Replies;
import io.duestream.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Who is there to do the work. */
final class Members implements Check {
    @Override
    public String name() {
        return "members";
    }

    @Override
    public String looksFor() {
        return "A cluster without a tracker, client groups without a feedback-stream, and node groups that have jobs and no"
                + " executor.";
    }

    @Override
    public List<Finding> look(Examination examination) {
        Topics topics = examination.topics();
        List<Finding> findings = new ArrayList<>();
        if (examination.topicNames().contains(topics.commands().name())
                && members(examination, topics.trackerApplicationId()) == 0) {
            findings.add(Finding.error(
                    "no tracker runs: the consumer group " + topics.trackerApplicationId() + " has no members",
                    "one or more",
                    "duestream tracker --state-dir DIR"));
        }
        boolean told = examination.topicNames().stream()
                .anyMatch(name -> topics.clientGroupOf(name).isPresent());
        if (told && members(examination, topics.feedbackConsumerGroup()) == 0) {
            findings.add(Finding.error(
                    "no feedback-stream runs: the consumer group " + topics.feedbackConsumerGroup() + " has no members",
                    "one or more: clients wait for outcomes",
                    "duestream feedback"));
        }
        TreeSet<String> groups = new TreeSet<>(examination.state().jobs().keySet());
        for (String group : groups) {
            if (members(examination, topics.executorConsumerGroup(group)) == 0) {
                findings.add(Finding.warning(
                        "node group '" + group + "' has "
                                + examination.state().jobs().get(group) + " live jobs and no executor",
                        "one or more, or their fires wait",
                        "duestream executor --group " + group));
            }
        }
        return findings;
    }

    private static int members(Examination examination, String group) {
        try {
            ConsumerGroupDescription found = Replies.await(examination
                    .admin()
                    .describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group));
            return found.members().size();
        } catch (GroupIdNotFoundException e) {
            return 0;
        }
    }
}
