package io.duestream.cli.doctor;

import io.duestream.topic.Replies;
import io.duestream.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What is left to read, and whether anybody reads it. */
final class Lag implements Check {
    /** What comes in between two commits of a busy reader. */
    private static final long MUCH = 10_000;

    @Override
    public String name() {
        return "lag";
    }

    @Override
    public String looksFor() {
        return "Partitions with records to read in which the offset of the tracker, the feedback-stream or an executor group"
                + " does not move for `--watch`, and those that fall behind by 10,000 records and more meanwhile.";
    }

    /** Where a group stands in a partition. */
    private record Standing(long committed, long end) {
        long lag() {
            return Math.max(0, end - committed);
        }
    }

    @Override
    public List<Finding> look(Examination examination) {
        Map<String, String> readers = readers(examination.topics(), examination.groups());
        Map<String, Map<TopicPartition, Standing>> before = new HashMap<>();
        boolean any = false;
        for (String group : readers.keySet()) {
            before.put(group, standings(examination, group));
            any |= before.get(group).values().stream().anyMatch(each -> each.lag() > 0);
        }
        if (!any) {
            return List.of();
        }
        examination.progress(
                "watching offsets for " + examination.limits().watch().toSeconds() + " s");
        Pause.of(examination.limits().watch());
        List<Finding> findings = new ArrayList<>();
        readers.forEach((group, reader) -> standings(examination, group).forEach((partition, after) -> {
            Standing first = before.get(group).get(partition);
            if (first != null) {
                judge(reader, partition, first, after, findings);
            }
        }));
        return findings;
    }

    private static Map<String, String> readers(Topics topics, List<String> groups) {
        Map<String, String> readers = new LinkedHashMap<>();
        readers.put(topics.trackerApplicationId(), "the tracker");
        readers.put(topics.feedbackConsumerGroup(), "the feedback-stream");
        groups.forEach(each -> readers.put(topics.executorConsumerGroup(each), "node group '" + each + "'"));
        return readers;
    }

    private static void judge(
            String reader, TopicPartition partition, Standing before, Standing after, List<Finding> findings) {
        // The end also moves by the markers of transactions, which nobody commits past at once: only what was there
        // before
        // counts.
        boolean still = after.committed() == before.committed() && before.lag() > 1;
        if (still) {
            findings.add(Finding.error(
                    reader + " has read nothing of " + partition + " for a while, and " + after.lag()
                            + " offsets are left from " + after.committed() + " on",
                    "an offset that moves while there is something to read",
                    "see whether it runs and what it logs, and whether a transaction holds it back: duestream doctor"
                            + " --only members --only transactions"));
        } else if (after.lag() > before.lag() + MUCH) {
            findings.add(Finding.warning(
                    reader + " falls behind in " + partition + ": " + before.lag() + " offsets were left, now "
                            + after.lag(),
                    "reading as fast as is written, bursts aside",
                    "look again in a minute; if it goes on, add threads or processes"));
        }
    }

    private static Map<TopicPartition, Standing> standings(Examination examination, String group) {
        Map<TopicPartition, OffsetAndMetadata> committed;
        try {
            committed = new HashMap<>(Replies.await(
                    examination.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
        } catch (GroupIdNotFoundException e) {
            return Map.of();
        }
        committed.values().removeIf(each -> each == null);
        committed.keySet().removeIf(each -> !examination.topicNames().contains(each.topic()));
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        committed.keySet().forEach(each -> asked.put(each, OffsetSpec.latest()));
        // Uncommitted ends: what an open transaction holds back is unread as well.
        Map<TopicPartition, ListOffsetsResultInfo> ends = Replies.await(examination
                .admin()
                .listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .all());
        Map<TopicPartition, Standing> standings = new HashMap<>();
        committed.forEach((partition, offset) -> standings.put(
                partition, new Standing(offset.offset(), ends.get(partition).offset())));
        return standings;
    }
}
