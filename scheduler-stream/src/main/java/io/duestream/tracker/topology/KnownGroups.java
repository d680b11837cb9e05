package io.duestream.tracker.topology;

import io.duestream.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.PartitionInfo;

/**
 * Which topics can be sent to, as last seen; never waits. A topic whose send failed counts as unknown, process-wide, until
 * it is seen again: the jobs of its group wait, and nobody else's.
 */
public final class KnownGroups {
    private final Topics topics;
    private final Function<String, List<PartitionInfo>> seen;
    private final Runnable lookAgain;
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private final Map<String, Boolean> waiting = new ConcurrentHashMap<>();

    /**
     * Groups as a view of the topics tells them.
     *
     * @param seen partitions of a topic as last seen, empty if it is not there
     * @param lookAgain asks the view to look soon
     */
    public KnownGroups(Topics topics, Function<String, List<PartitionInfo>> seen, Runnable lookAgain) {
        this.topics = topics;
        this.seen = seen;
        this.lookAgain = lookAgain;
    }

    /** Partitions of a group's dispatch topic; 0 while it cannot be sent to. */
    public int partitions(String group) {
        if (!Topics.validName(group)) {
            return 0;
        }
        String topic = topics.dispatch(group).name();
        return failed.contains(topic) ? 0 : seen.apply(topic).size();
    }

    /** Remembers that something waits for a group, so that its topic's coming is told. */
    void waitsFor(String group) {
        waiting.put(group, true);
    }

    /** The groups that anything has waited for since the last call for that group. */
    public Set<String> waiting() {
        return Set.copyOf(waiting.keySet());
    }

    /** Forgets that anything waits for a group; its tasks are told now. */
    public void told(String group) {
        waiting.remove(group);
    }

    List<PartitionInfo> partitionsOf(String topic) {
        return seen.apply(topic);
    }

    boolean missing(String topic) {
        return topics.groupOf(topic).isPresent()
                && (failed.contains(topic) || seen.apply(topic).isEmpty());
    }

    void failed(String topic) {
        if (topics.groupOf(topic).isPresent()) {
            failed.add(topic);
        }
        lookAgain.run();
    }

    /** The topics were looked at anew: what is there now may be tried again. */
    public void refreshed() {
        failed.clear();
    }
}
