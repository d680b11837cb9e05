package io.duestream.topic;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/** Tells a topic that was deleted and made again from the one it was before. */
public final class TopicIds {
    private TopicIds() {}

    /**
     * What is wrong with topics whose id is another than the recorded one: offsets, job ids and fencing tokens of the
     * old topic mean nothing in the new one. Topics that stand on one side only are no problem here.
     *
     * @param recorded ids by topic name, as seen when the cluster was set up
     * @param seen ids by topic name, as the brokers tell them now
     * @return all problems in one message for a person, empty if there is none
     */
    public static Optional<String> problem(Map<String, Uuid> recorded, Map<String, Uuid> seen) {
        StringBuilder message = new StringBuilder();
        new TreeMap<>(recorded).forEach((topic, id) -> {
            Uuid now = seen.get(topic);
            if (now != null && !now.equals(id)) {
                message.append(message.isEmpty() ? "" : "; ")
                        .append("topic ")
                        .append(topic)
                        .append(" was re-created: its id is ")
                        .append(now)
                        .append(", recorded was ")
                        .append(id);
            }
        });
        if (message.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(message + ". What was accepted in the old topic is not in the new one, and its offsets start"
                + " again. Start under a new cluster name, or remove the recorded ids if the loss is accepted");
    }
}
