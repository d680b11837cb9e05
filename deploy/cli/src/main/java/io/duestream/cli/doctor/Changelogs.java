package io.duestream.cli.doctor;

import io.duestream.topic.Replies;
import io.duestream.topic.Topics;
import io.duestream.tracker.store.StateStores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/** The internal topics from which trackers rebuild their stores. */
final class Changelogs implements Check {
    private static final String ENDING = "-changelog";

    static String name(Topics topics, String store) {
        return topics.trackerApplicationId() + "-" + store + ENDING;
    }

    @Override
    public String name() {
        return "changelogs";
    }

    @Override
    public String looksFor() {
        return "Changelog topics of the trackers' stores that are missing, are not compacted, have another number of"
                + " partitions than `commands`, take smaller records than it, or belong to no store.";
    }

    @Override
    public List<Finding> look(Examination examination) {
        Topics topics = examination.topics();
        Set<String> expected = new TreeSet<>();
        for (String store : StateStores.names()) {
            expected.add(name(topics, store));
        }
        Set<String> present = new TreeSet<>(examination.topicNames());
        present.removeIf(name -> !name.startsWith(topics.trackerApplicationId() + "-") || !name.endsWith(ENDING));
        if (present.isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (String name : expected) {
            if (!present.contains(name)) {
                findings.add(
                        Finding.error(
                                "topic " + name + " is missing, others of the trackers are there",
                                "a changelog for each store: without it a restart loses what the store holds",
                                "restart the trackers one by one: they make it; then look at the jobs with duestream job list"));
            }
        }
        present.stream()
                .filter(name -> !expected.contains(name))
                .forEach(name -> findings.add(Finding.note(
                        "topic " + name + " belongs to no store of this version",
                        "only changelogs of stores",
                        "if no tracker of another version runs: " + delete(name))));
        present.retainAll(expected);
        compare(examination, present, findings);
        return findings;
    }

    private static void compare(Examination examination, Set<String> names, List<Finding> findings) {
        Map<String, TopicDescription> found =
                Replies.await(examination.admin().describeTopics(names).allTopicNames());
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<ConfigResource, Config> configs =
                Replies.await(examination.admin().describeConfigs(resources).all());
        int partitions = partitions(examination);
        for (String name : names) {
            Map<String, String> config = new HashMap<>();
            configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .entries()
                    .forEach(each -> config.put(each.name(), each.value()));
            judge(name, found.get(name).partitions().size(), partitions, config, findings);
        }
    }

    private static int partitions(Examination examination) {
        String commands = examination.topics().commands().name();
        return examination.topicNames().contains(commands)
                ? Replies.await(examination
                                .admin()
                                .describeTopics(List.of(commands))
                                .topicNameValues()
                                .get(commands))
                        .partitions()
                        .size()
                : 0;
    }

    private static void judge(
            String name, int partitions, int expected, Map<String, String> config, List<Finding> findings) {
        if (expected > 0 && partitions != expected) {
            findings.add(Finding.error(
                    "topic " + name + " has " + partitions + " partitions",
                    expected + ", as commands has: the state of a task is in one partition",
                    "with the trackers stopped, and only if the state may be lost: " + delete(name)));
        }
        if (!String.valueOf(config.get("cleanup.policy")).contains("compact")) {
            findings.add(Finding.error(
                    "topic " + name + " has cleanup.policy=" + config.get("cleanup.policy"),
                    "compact: what is deleted by age is missing after a restart",
                    alter(name, "cleanup.policy=compact")));
        }
        if (Long.parseLong(config.getOrDefault("max.message.bytes", "0")) < Topics.MAX_RECORD_BYTES) {
            findings.add(Finding.error(
                    "topic " + name + " has max.message.bytes=" + config.get("max.message.bytes"),
                    "at least " + Topics.MAX_RECORD_BYTES + ": a larger row stops its tracker",
                    alter(name, "max.message.bytes=" + Topics.MAX_RECORD_BYTES)));
        }
    }

    private static String delete(String topic) {
        return "kafka-topics.sh --bootstrap-server HOST:PORT --delete --topic " + topic;
    }

    private static String alter(String topic, String setting) {
        return "kafka-configs.sh --bootstrap-server HOST:PORT --alter --topic " + topic + " --add-config " + setting;
    }
}
