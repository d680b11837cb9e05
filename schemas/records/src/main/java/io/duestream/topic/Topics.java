package io.duestream.topic;

import io.duestream.record.AuditRecord;
import io.duestream.record.JobCommand;
import io.duestream.record.JobDispatch;
import io.duestream.record.JobFeedback;
import io.duestream.record.JobOutcome;
import io.duestream.record.LogLine;
import io.duestream.record.NodeControl;
import io.duestream.record.NodeReport;
import io.duestream.topic.TopicSpec.Keys;
import io.duestream.topic.TopicSpec.Width;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The topics of one cluster. The only place where a topic name is made. */
public final class Topics {
    /** The cluster's name where none is configured. */
    public static final String DEFAULT_CLUSTER = "duestream";

    /** Largest record of any topic, in bytes: {@code max.message.bytes} of topics and {@code max.request.size} of senders. */
    public static final int MAX_RECORD_BYTES = 4 * 1024 * 1024;

    /** How long after its dispatch an attempt may be started; well within the retention of dispatch topics. */
    public static final Duration START_WITHIN = Duration.ofDays(2);

    private static final int LONGEST_NAME = 64;

    private final String cluster;

    private Topics(String cluster) {
        this.cluster = cluster;
    }

    /**
     * The topics of a cluster.
     *
     * @throws IllegalArgumentException if the name is not 1 to 64 of {@code A-Z a-z 0-9 _ -}
     */
    public static Topics of(String cluster) {
        return new Topics(requireName("cluster", cluster));
    }

    /** The topics of the cluster that a topic belongs to: no cluster's name has a dot. */
    public static Topics owning(TopicSpec topic) {
        return of(topic.name().substring(0, topic.name().indexOf('.')));
    }

    /** Whether a topic is one of this cluster's. */
    public boolean owns(String topic) {
        return topic.startsWith(cluster + ".");
    }

    /** Whether a node group, client group or cluster may be called so. */
    public static boolean validName(String name) {
        // A loop, as it is asked for each record that is sent.
        boolean valid = !name.isEmpty() && name.length() <= LONGEST_NAME;
        for (int i = 0; valid && i < name.length(); i++) {
            valid = inName(name.charAt(i));
        }
        return valid;
    }

    private static boolean inName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }

    /** The cluster's name. */
    public String cluster() {
        return cluster;
    }

    /** What is asked of the tracker. */
    public TopicSpec commands() {
        return spec(
                "commands",
                JobCommand.class,
                Keys.JOB_KEY,
                Width.CLUSTER,
                Duration.ofDays(7),
                "what is asked of the tracker");
    }

    /** Attempts for one node group. */
    public TopicSpec dispatch(String group) {
        return spec(
                "dispatch." + requireName("group", group),
                JobDispatch.class,
                Keys.JOB_KEY,
                Width.CLUSTER,
                Duration.ofDays(3),
                "attempts for the executors of a group");
    }

    /** What happened to attempts. */
    public TopicSpec feedback() {
        return spec(
                "feedback",
                JobFeedback.class,
                Keys.JOB_KEY,
                Width.CLUSTER,
                Duration.ofDays(7),
                "what happened to attempts");
    }

    /** Every decision. */
    public TopicSpec audit() {
        return spec(
                "audit",
                AuditRecord.class,
                Keys.JOB_KEY,
                Width.CLUSTER,
                Duration.ofDays(30),
                "every decision of the tracker");
    }

    /** What one client group is told. */
    public TopicSpec outcomes(String clientGroup) {
        return spec(
                "outcomes." + requireName("client group", clientGroup),
                JobOutcome.class,
                Keys.JOB_KEY,
                Width.CLUSTER,
                Duration.ofDays(7),
                "what a client group is told");
    }

    /** Business logs. */
    public TopicSpec logs() {
        return spec("logs", LogLine.class, Keys.JOB_KEY, Width.CLUSTER, Duration.ofDays(7), "business logs of runs");
    }

    /** How nodes do. */
    public TopicSpec metrics() {
        return spec(
                "metrics",
                NodeReport.class,
                Keys.NODE_ID,
                Width.ONE,
                Duration.ofDays(1),
                "how each node does, every second");
    }

    /** What is asked of nodes. */
    public TopicSpec control() {
        return spec(
                "control", NodeControl.class, Keys.NODE_ID, Width.ONE, Duration.ofHours(1), "what is asked of nodes");
    }

    /** Records that nobody could read. */
    public TopicSpec deadLetters() {
        return new TopicSpec(
                cluster + ".dead-letters",
                Optional.empty(),
                Keys.ORIGINAL,
                Width.ONE,
                Duration.ofDays(14),
                "records that could not be read, as they were");
    }

    /** The topics that every cluster has; those of groups come with their groups. */
    public List<TopicSpec> fixed() {
        return List.of(commands(), feedback(), audit(), logs(), metrics(), control(), deadLetters());
    }

    /** The node group of a dispatch topic of this cluster, if the topic is one. */
    public Optional<String> groupOf(String topic) {
        return nameBehind(cluster + ".dispatch.", topic);
    }

    /** The client group of an outcomes topic of this cluster, if the topic is one. */
    public Optional<String> clientGroupOf(String topic) {
        return nameBehind(cluster + ".outcomes.", topic);
    }

    private static Optional<String> nameBehind(String prefix, String topic) {
        return Optional.of(topic)
                .filter(each -> each.startsWith(prefix))
                .map(each -> each.substring(prefix.length()))
                .filter(Topics::validName);
    }

    /** The Kafka consumer group in which the executors of a node group share its dispatch topic. */
    public String executorConsumerGroup(String group) {
        return cluster + "." + requireName("group", group);
    }

    /** The Kafka Streams application id of the trackers. */
    public String trackerApplicationId() {
        return cluster + "-tracker";
    }

    /** The Kafka consumer group of the feedback-stream's outcome loop. */
    public String feedbackConsumerGroup() {
        return cluster + "-feedback";
    }

    /** The transactional id that all who retry dead letters share, so that the last one fences the others. */
    public String deadLettersTransactionalId() {
        return cluster + "-dead-letters";
    }

    /** The Kafka consumer group in which the processes of a client group share its outcomes. */
    public String outcomesConsumerGroup(String clientGroup) {
        return outcomes(clientGroup).name();
    }

    private TopicSpec spec(String name, Class<?> value, Keys keys, Width width, Duration retention, String purpose) {
        return new TopicSpec(cluster + "." + name, Optional.of(value), keys, width, retention, purpose);
    }

    private static String requireName(String what, String name) {
        if (!validName(name)) {
            throw new IllegalArgumentException(
                    what + " '" + name + "' is not a valid name; expected 1 to 64 of A-Z a-z 0-9 _ -");
        }
        return name;
    }
}
