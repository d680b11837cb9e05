package io.duestream.topic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * What {@link TopicProvisioner#ensure} found and did.
 *
 * @param topics one entry for each topic asked for, in that order
 */
public record TopicReport(List<Topic> topics) {
    /** Copies the list. */
    public TopicReport {
        topics = List.copyOf(topics);
    }

    /** How a topic stands. */
    public enum State {
        /** It was missing and has been made. */
        CREATED,
        /** It existed as it has to be. */
        PRESENT,
        /** It exists, and not as it has to be; the problems say how. It was left alone. */
        DIFFERS,
        /** It is missing and the brokers refused to make it; the problem says why. */
        FAILED,
        /** It is missing and was not to be made. */
        MISSING
    }

    /**
     * One topic.
     *
     * @param name full name
     * @param state how it stands
     * @param partitions its partition count; 0 if it does not exist
     * @param id given by the brokers at its creation; {@link Uuid#ZERO_UUID} if it does not exist
     * @param problems what was found, what was expected and what to do, for a person; empty for created and present
     */
    public record Topic(String name, State state, int partitions, Uuid id, List<String> problems) {
        /** Copies the list. */
        public Topic {
            problems = List.copyOf(problems);
        }

        /** Whether the topic exists. */
        public boolean exists() {
            return state != State.FAILED && state != State.MISSING;
        }
    }

    /** The entry of a topic, empty if it was not asked for. */
    public Optional<Topic> topic(String name) {
        return topics.stream().filter(topic -> topic.name().equals(name)).findFirst();
    }

    /** All problems of all topics, each with the topic's name before it. */
    public List<String> problems() {
        return topics.stream()
                .flatMap(topic -> topic.problems().stream().map(problem -> topic.name() + " " + problem))
                .toList();
    }

    /** The ids of the topics that exist, to record and to compare with {@link TopicIds#problem}. */
    public Map<String, Uuid> ids() {
        return topics.stream().filter(Topic::exists).collect(Collectors.toUnmodifiableMap(Topic::name, Topic::id));
    }
}
