package io.duestream.topic;

import io.duestream.topic.TopicReport.State;
import io.duestream.topic.TopicReport.Topic;
import io.duestream.topic.TopicSpec.Width;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes missing topics as they have to be, and says how existing ones differ. It never deletes and never changes a
 * topic, and any number of them may work at the same time.
 *
 * <p>Its methods wait for the brokers: not for a thread that has to go on. Thread-safe; the {@link Admin} stays the
 * caller's.
 */
public final class TopicProvisioner {
    /** Partition count of a cluster that has no topics yet and for which none is configured. */
    public static final int DEFAULT_PARTITIONS = 4;

    /** Replication factor that leaves the choice to the brokers' {@code default.replication.factor}. */
    public static final short BROKERS_DEFAULT = -1;

    private static final Logger LOG = LoggerFactory.getLogger(TopicProvisioner.class);
    private static final int CREATE_TIMEOUT_MILLIS = 15_000;
    private static final int MAX_ROUNDS = 20;
    private static final long ROUND_PAUSE_MILLIS = 250;

    private final Admin admin;
    private final TopicDescriptions descriptions;
    private final int partitions;
    private final short replicationFactor;

    /**
     * @param admin connected to the brokers
     * @param partitions the cluster's partition count where neither {@code commands} nor {@code feedback} exists yet,
     *     from 1
     * @param replicationFactor from 1, or {@link #BROKERS_DEFAULT}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public TopicProvisioner(Admin admin, int partitions, short replicationFactor) {
        if (partitions < 1) {
            throw new IllegalArgumentException("partitions is " + partitions + "; expected 1 or more");
        }
        if (replicationFactor < 1 && replicationFactor != BROKERS_DEFAULT) {
            throw new IllegalArgumentException("replication factor is " + replicationFactor
                    + "; expected 1 or more, or " + BROKERS_DEFAULT + " for the brokers' default");
        }
        this.admin = admin;
        this.descriptions = new TopicDescriptions(admin);
        this.partitions = partitions;
        this.replicationFactor = replicationFactor;
    }

    /**
     * Makes what is missing of {@code specs}. A topic that another process makes meanwhile is as good as one's own. A
     * topic that the brokers refuse to make is reported and does not keep the others from being made.
     *
     * @throws TopicMismatchException if {@code commands} and {@code feedback} of the cluster have different partition
     *     counts, whether asked for or not: a report would not find the job it speaks of
     * @throws KafkaException if the brokers cannot be reached or do not answer in time; what was made stays
     */
    public TopicReport ensure(Collection<TopicSpec> specs) {
        Map<String, Topic> done = new HashMap<>();
        Set<String> names = namesToLookAt(specs);
        for (int round = 1; ; round++) {
            Map<String, ExistingTopic> existing = descriptions.of(names);
            ClusterPartitions counts = new ClusterPartitions(existing, partitions);
            List<TopicSpec> missing = new ArrayList<>();
            for (TopicSpec spec : specs) {
                int expected = counts.of(spec);
                ExistingTopic found = existing.get(spec.name());
                if (found != null) {
                    done.compute(
                            spec.name(),
                            (name, topic) -> topic != null && topic.state() == State.CREATED
                                    ? topic
                                    : compare(spec, expected, found));
                } else if (!done.containsKey(spec.name())) {
                    missing.add(spec);
                }
            }
            // A topic that another one made a moment ago may not be known yet to the broker that was asked.
            boolean raced = countMayBeWrong(missing, counts, existing.keySet()) || create(missing, counts, done);
            if (!raced) {
                return report(specs, done);
            }
            if (round == MAX_ROUNDS) {
                throw new TimeoutException("the brokers say that some of "
                        + missing.stream().map(TopicSpec::name).toList()
                        + " exist already, and do not describe them; try again");
            }
            pause();
        }
    }

    /**
     * Compares topics as they are with how they have to be, and makes nothing.
     *
     * @throws TopicMismatchException as {@link #ensure}
     * @throws KafkaException if the brokers cannot be reached or do not answer in time
     */
    public TopicReport look(Collection<TopicSpec> specs) {
        Map<String, ExistingTopic> existing = descriptions.of(namesToLookAt(specs));
        ClusterPartitions counts = new ClusterPartitions(existing, partitions);
        Map<String, Topic> found = new HashMap<>();
        for (TopicSpec spec : specs) {
            ExistingTopic topic = existing.get(spec.name());
            found.put(
                    spec.name(),
                    topic == null
                            ? new Topic(spec.name(), State.MISSING, 0, Uuid.ZERO_UUID, List.of("is missing"))
                            : compare(spec, counts.of(spec), topic));
        }
        return report(specs, found);
    }

    private static Set<String> namesToLookAt(Collection<TopicSpec> specs) {
        Set<String> names = new LinkedHashSet<>();
        for (TopicSpec spec : specs) {
            names.add(spec.name());
            if (spec.width() == Width.CLUSTER) {
                Topics topics = Topics.owning(spec);
                names.add(topics.commands().name());
                names.add(topics.feedback().name());
            }
        }
        return names;
    }

    private static Topic compare(TopicSpec spec, int expected, ExistingTopic found) {
        List<String> problems = new ArrayList<>(found.unreadable().stream().toList());
        if (problems.isEmpty()) {
            problems.addAll(TopicDifferences.of(spec, expected, found.partitions(), found.config()));
        }
        State state = problems.isEmpty() ? State.PRESENT : State.DIFFERS;
        return new Topic(spec.name(), state, found.partitions(), found.id(), problems);
    }

    /**
     * Whether a topic that fixes the cluster's count exists, unknown yet to the broker that was asked. The controller
     * knows each topic at once, and tells when it is asked to make it.
     */
    private boolean countMayBeWrong(List<TopicSpec> missing, ClusterPartitions counts, Set<String> existing) {
        Set<TopicSpec> unseen = new LinkedHashSet<>();
        for (TopicSpec spec : missing) {
            if (spec.width() == Width.CLUSTER) {
                Topics topics = Topics.owning(spec);
                unseen.addAll(List.of(topics.commands(), topics.feedback()));
            }
        }
        unseen.removeIf(spec -> missing.contains(spec) || existing.contains(spec.name()));
        if (unseen.isEmpty()) {
            return false;
        }
        CreateTopicsResult asked = admin.createTopics(
                unseen.stream().map(spec -> newTopic(spec, counts)).toList(),
                new CreateTopicsOptions().validateOnly(true).timeoutMs(CREATE_TIMEOUT_MILLIS));
        for (TopicSpec spec : unseen) {
            try {
                Replies.await(asked.values().get(spec.name()));
            } catch (TopicExistsException e) {
                return true;
            } catch (RetriableException e) {
                throw e;
            } catch (KafkaException e) {
                LOG.debug("whether {} exists is not told; it was not described", spec.name(), e);
            }
        }
        return false;
    }

    private NewTopic newTopic(TopicSpec spec, ClusterPartitions counts) {
        Optional<Short> replicas =
                replicationFactor == BROKERS_DEFAULT ? Optional.empty() : Optional.of(replicationFactor);
        return new NewTopic(spec.name(), Optional.of(counts.of(spec)), replicas).configs(spec.config());
    }

    /** Makes topics and puts the results into {@code done}. Answers whether another process was faster with some. */
    private boolean create(List<TopicSpec> missing, ClusterPartitions counts, Map<String, Topic> done) {
        if (missing.isEmpty()) {
            return false;
        }
        Map<String, NewTopic> wanted = new LinkedHashMap<>();
        for (TopicSpec spec : missing) {
            wanted.put(spec.name(), newTopic(spec, counts));
        }
        CreateTopicsResult result =
                admin.createTopics(wanted.values(), new CreateTopicsOptions().timeoutMs(CREATE_TIMEOUT_MILLIS));
        boolean raced = false;
        for (NewTopic topic : wanted.values()) {
            try {
                Replies.await(result.values().get(topic.name()));
                done.put(
                        topic.name(),
                        new Topic(
                                topic.name(),
                                State.CREATED,
                                topic.numPartitions(),
                                Replies.await(result.topicId(topic.name())),
                                List.of()));
            } catch (TopicExistsException e) {
                raced = true;
            } catch (RetriableException e) {
                throw e;
            } catch (KafkaException e) {
                done.put(topic.name(), failed(topic, e));
            }
        }
        return raced;
    }

    private static Topic failed(NewTopic topic, KafkaException reason) {
        String message = "is missing and was not made with " + TopicDifferences.count(topic.numPartitions())
                + ": the brokers refused it (" + reason.getClass().getSimpleName() + ": " + reason.getMessage()
                + "); allow or correct that, or make the topic by hand with " + topic.configs();
        return new Topic(topic.name(), State.FAILED, 0, Uuid.ZERO_UUID, List.of(message));
    }

    private static TopicReport report(Collection<TopicSpec> specs, Map<String, Topic> done) {
        return new TopicReport(
                specs.stream().map(spec -> done.get(spec.name())).distinct().toList());
    }

    private static void pause() {
        try {
            Thread.sleep(ROUND_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
