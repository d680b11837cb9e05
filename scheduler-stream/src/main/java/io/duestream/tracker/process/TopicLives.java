package io.duestream.tracker.process;

import io.duestream.topic.TopicSnapshot;
import io.duestream.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** Remembers the ids of dispatch topics over their absence, so that one that was deleted and made again is recognised. */
final class TopicLives {
    private final Topics topics;
    private final Map<String, Uuid> last = new HashMap<>();

    TopicLives(Topics topics) {
        this.topics = topics;
    }

    /** The groups whose dispatch topic has another id than when it was last seen. */
    List<String> remade(TopicSnapshot now) {
        List<String> groups = new ArrayList<>();
        now.ids()
                .forEach((topic, id) -> topics.groupOf(topic).ifPresent(group -> {
                    Uuid before = last.put(topic, id);
                    if (before != null && !before.equals(id)) {
                        groups.add(group);
                    }
                }));
        return groups;
    }
}
