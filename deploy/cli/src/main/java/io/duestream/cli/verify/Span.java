package io.duestream.cli.verify;

import io.duestream.audit.log.LogPartition;
import io.duestream.audit.log.LogTopic;
import io.duestream.cli.output.CommandFailedException;
import io.duestream.client.KafkaConnection;
import io.duestream.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * The part of the topics that is read.
 *
 * @param partitions the partitions of the log
 * @param starts the first offset of each
 * @param ends the offset behind the last of each
 * @param cuts those of which a part before a time is left out, and that time
 */
record Span(
        Map<TopicPartition, LogPartition> partitions,
        Map<TopicPartition, Long> starts,
        Map<TopicPartition, Long> ends,
        Map<TopicPartition, Instant> cuts) {

    static Span of(
            KafkaConsumer<?, ?> consumer, KafkaConnection connection, Optional<Instant> from, Optional<Instant> to) {
        Map<TopicPartition, LogPartition> partitions = partitions(consumer, connection);
        List<TopicPartition> all = new ArrayList<>(partitions.keySet());
        // Of what is answered the answer first: so everything that it answers is in the part that is read.
        all.sort((one, other) -> rank(partitions.get(one)) - rank(partitions.get(other)));
        Map<TopicPartition, Long> ends = new HashMap<>();
        List<TopicPartition> decisions = all.stream()
                .filter(each -> partitions.get(each).kind() == LogTopic.AUDIT)
                .toList();
        ends.putAll(consumer.endOffsets(decisions));
        consumer.endOffsets(all).forEach(ends::putIfAbsent);
        Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(all));
        Map<TopicPartition, Instant> cuts = new HashMap<>();
        from.ifPresent(time -> at(consumer, all, time).forEach((source, offset) -> {
            long start = offset.orElse(ends.get(source));
            if (start > starts.get(source)) {
                starts.put(source, start);
                cuts.put(source, time);
            }
        }));
        to.ifPresent(time -> at(consumer, all, time)
                .forEach((source, offset) -> offset.ifPresent(end -> ends.merge(source, end, Math::min))));
        return new Span(partitions, starts, ends, cuts);
    }

    private static int rank(LogPartition partition) {
        return partition.kind() == LogTopic.AUDIT ? 0 : 1;
    }

    private static Map<TopicPartition, Optional<Long>> at(
            KafkaConsumer<?, ?> consumer, List<TopicPartition> partitions, Instant time) {
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(each -> asked.put(each, time.toEpochMilli()));
        Map<TopicPartition, Optional<Long>> found = new HashMap<>();
        consumer.offsetsForTimes(asked)
                .forEach((source, offset) ->
                        found.put(source, Optional.ofNullable(offset).map(OffsetAndTimestamp::offset)));
        return found;
    }

    private static Map<TopicPartition, LogPartition> partitions(
            KafkaConsumer<?, ?> consumer, KafkaConnection connection) {
        Topics topics = connection.topics();
        Map<TopicPartition, LogPartition> partitions = new HashMap<>();
        Map<String, List<PartitionInfo>> found = consumer.listTopics();
        found.forEach((topic, infos) -> kind(topics, topic)
                .ifPresent(kind -> infos.forEach(info -> partitions.put(
                        new TopicPartition(topic, info.partition()),
                        new LogPartition(kind, topic, topics.groupOf(topic).orElse(""), info.partition())))));
        List<String> missing = topics.fixed().stream()
                .map(spec -> spec.name())
                .filter(name -> kind(topics, name).isPresent() && !found.containsKey(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new CommandFailedException("the brokers at " + connection.bootstrapServers() + " have no "
                    + String.join(", no ", missing) + ": no tracker of cluster '" + connection.cluster()
                    + "' has run there yet, or the cluster's name is another (--cluster)");
        }
        return partitions;
    }

    private static Optional<LogTopic> kind(Topics topics, String topic) {
        if (topics.groupOf(topic).isPresent()) {
            return Optional.of(LogTopic.DISPATCH);
        } else if (topic.equals(topics.commands().name())) {
            return Optional.of(LogTopic.COMMANDS);
        } else if (topic.equals(topics.feedback().name())) {
            return Optional.of(LogTopic.FEEDBACK);
        } else if (topic.equals(topics.audit().name())) {
            return Optional.of(LogTopic.AUDIT);
        } else if (topic.equals(topics.deadLetters().name())) {
            return Optional.of(LogTopic.DEAD_LETTERS);
        }
        return Optional.empty();
    }

    long start(TopicPartition source) {
        return starts.get(source);
    }

    long end(TopicPartition source) {
        return ends.get(source);
    }

    /** Where reading begins, if what stands before is left out. */
    Optional<Instant> cut(TopicPartition source) {
        return Optional.ofNullable(cuts.get(source));
    }
}
