package io.duestream.tracker.process;

import io.duestream.topic.TopicIds;
import io.duestream.topic.TopicSnapshot;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** What must not change while a cluster lives: which topics carry it, and which partition owns a job. */
final class FixedTopics {
    private FixedTopics() {}

    /** What has changed since the first look, for a person; empty if nothing has. A topic that is gone may come back. */
    static Optional<String> problem(Topics names, TopicSnapshot first, TopicSnapshot now) {
        List<String> problems = new ArrayList<>();
        Map<String, Uuid> ids = new HashMap<>();
        for (TopicSpec topic : names.fixed()) {
            first.id(topic.name()).ifPresent(id -> ids.put(topic.name(), id));
            boolean owns = topic.width() == TopicSpec.Width.CLUSTER;
            int before = first.partitions(topic.name());
            int after = now.partitions(topic.name());
            if (owns && after != 0 && after != before) {
                problems.add("topic " + topic.name() + " had " + before + " partitions and has " + after
                        + "; the partition of a job would change, so the count is fixed for the life of a cluster");
            }
        }
        TopicIds.problem(ids, now.ids()).ifPresent(problems::add);
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }
}
