package io.duestream.cli.group;

import io.duestream.cli.audit.AuditEntry;
import io.duestream.cli.audit.AuditLog;
import io.duestream.cli.connection.Brokers;
import io.duestream.client.KafkaConnection;
import io.duestream.codec.RecordCodec;
import io.duestream.job.GroupRules;
import io.duestream.job.JobKey;
import io.duestream.job.SettingsInForce;
import io.duestream.node.NodeId;
import io.duestream.record.InputTopic;
import io.duestream.record.JobCommand;
import io.duestream.record.RecordInput;
import io.duestream.record.command.ChangeGroup;
import io.duestream.record.command.Command;
import io.duestream.record.command.DescribeGroups;
import io.duestream.record.event.CommandRefused;
import io.duestream.record.event.GroupDescribed;
import io.duestream.record.event.GroupSettingsChanged;
import io.duestream.record.event.GroupsDescribed;
import io.duestream.record.event.JobEvent;
import io.duestream.topic.JobPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Speaks with the partitions about groups: by commands, whose answers stand in the audit topic. For one thread. */
final class GroupTalk implements AutoCloseable {
    private static final int WITHIN_MILLIS = 15_000;

    private final KafkaConnection connection;
    private final RecordCodec<JobCommand> codec = RecordCodec.of(JobCommand.class);
    private final AuditLog audit;
    private final KafkaProducer<byte[], byte[]> producer;
    private final String commands;
    private final int partitions;

    private GroupTalk(KafkaConnection connection, AuditLog audit, KafkaProducer<byte[], byte[]> producer) {
        this.connection = connection;
        this.audit = audit;
        this.producer = producer;
        this.commands = connection.topics().commands().name();
        this.partitions = producer.partitionsFor(commands).size();
    }

    /** Where a command stands. */
    record Asked(int partition, long offset) {}

    /**
     * How far a change has come.
     *
     * @param settings as decided; empty if nobody has said
     * @param refused why they do not come to hold
     * @param partitions how many go by them
     */
    record Applied(Optional<SettingsInForce> settings, Optional<String> refused, int partitions) {}

    /**
     * What partitions told.
     *
     * @param byPartition what each that answered knows of its groups
     * @param partitions how many there are
     */
    record Description(Map<Integer, List<GroupDescribed>> byPartition, int partitions) {}

    /** Notes where the audit topic ends: the answers to what is said from here on are heard. */
    static GroupTalk open(KafkaConnection connection) {
        AuditLog audit = AuditLog.open(connection);
        KafkaProducer<byte[], byte[]> producer = null;
        try {
            audit.seekBack(0);
            producer = new KafkaProducer<>(properties(connection));
            return new GroupTalk(connection, audit, producer);
        } catch (RuntimeException e) {
            audit.close();
            if (producer != null) {
                producer.close(Duration.ZERO);
            }
            throw e;
        }
    }

    private static Map<String, Object> properties(KafkaConnection connection) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WITHIN_MILLIS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, WITHIN_MILLIS / 3);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, WITHIN_MILLIS);
        properties.putAll(connection.kafka());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, connection.bootstrapServers());
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return properties;
    }

    int partitions() {
        return partitions;
    }

    /** Whether the group has a dispatch topic. */
    boolean registered(String group) {
        try (Admin admin = Admin.create(Brokers.settings(connection))) {
            String topic = connection.topics().dispatch(group).name();
            admin.describeTopics(List.of(topic)).allTopicNames().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }

    /** Asks the owner of a group to change it. */
    Asked change(String group, ChangeGroup change) throws InterruptedException {
        JobKey owner = GroupRules.ownerKey(group);
        return send(owner, JobPartition.of(owner, partitions), change);
    }

    private Asked send(JobKey key, int partition, Command body) throws InterruptedException {
        String sender = System.getProperty("user.name", "?") + "@" + NodeId.host();
        JobCommand command = new JobCommand(key.group(), key.taskId(), Instant.now(), sender, Optional.empty(), body);
        try {
            RecordMetadata sent = producer.send(new ProducerRecord<>(
                            commands, partition, JobPartition.keyBytes(key), codec.encode(command)))
                    .get();
            return new Asked(sent.partition(), sent.offset());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException problem ? problem : new KafkaException(e.getCause());
        }
    }

    /** Waits until every partition goes by a change, or one later than it. */
    Applied awaitApplied(String group, Asked asked, Duration atMost) {
        Waiting waiting = new Waiting(atMost);
        Set<Integer> applied = new HashSet<>();
        List<SettingsInForce> decided = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        audit.follow(
                entry -> {
                    for (JobEvent event : entry.decision().events()) {
                        if (event instanceof GroupSettingsChanged changed
                                && changed.group().equals(group)
                                && changed.inForce().version() >= asked.offset()) {
                            applied.add(entry.position().partition());
                            decided.add(changed.inForce());
                        } else if (event instanceof CommandRefused no && answers(entry, asked)) {
                            refused.add(no.reason());
                        }
                    }
                },
                () -> applied.size() == partitions || !refused.isEmpty() || waiting.over());
        return new Applied(decided.stream().findFirst(), refused.stream().findFirst(), applied.size());
    }

    private static boolean answers(AuditEntry entry, Asked asked) {
        return entry.decision().input() instanceof RecordInput input
                && input.topic() == InputTopic.COMMANDS
                && input.partition() == asked.partition()
                && input.offset() == asked.offset();
    }

    /** Asks every partition what it knows of a group, or of all; what has not answered in time is left out. */
    Description describe(Optional<String> group, Duration atMost) throws InterruptedException {
        Waiting waiting = new Waiting(atMost);
        Map<Integer, List<GroupDescribed>> told = new HashMap<>();
        Map<Integer, Asked> open = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            open.put(partition, ask(partition, group, Optional.empty()));
        }
        while (!open.isEmpty() && !waiting.over()) {
            Map<Integer, String> more = new HashMap<>();
            audit.follow(entry -> heard(entry, open, told, more), () -> open.isEmpty() || waiting.over());
            for (Map.Entry<Integer, String> each : more.entrySet()) {
                open.put(each.getKey(), ask(each.getKey(), group, Optional.of(each.getValue())));
            }
        }
        open.keySet().forEach(told::remove);
        return new Description(told, partitions);
    }

    private Asked ask(int partition, Optional<String> group, Optional<String> after) throws InterruptedException {
        return send(new JobKey("~describe", Integer.toString(partition)), partition, new DescribeGroups(group, after));
    }

    private static void heard(
            AuditEntry entry,
            Map<Integer, Asked> open,
            Map<Integer, List<GroupDescribed>> told,
            Map<Integer, String> more) {
        int partition = entry.position().partition();
        Asked asked = open.get(partition);
        if (asked == null || !answers(entry, asked)) {
            return;
        }
        open.remove(partition);
        List<GroupDescribed> groups = told.computeIfAbsent(partition, each -> new ArrayList<>());
        for (JobEvent event : entry.decision().events()) {
            if (event instanceof GroupDescribed described) {
                groups.add(described);
            } else if (event instanceof GroupsDescribed end && end.more()) {
                more.put(partition, groups.get(groups.size() - 1).group());
            }
        }
    }

    private record Waiting(long deadline) {
        Waiting(Duration atMost) {
            this(System.nanoTime() + atMost.toNanos());
        }

        boolean over() {
            return System.nanoTime() - deadline > 0;
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        audit.close();
    }
}
