package io.duestream.cli.doctor;

import static org.apache.kafka.common.config.ConfigResource.Type.TOPIC;

import io.duestream.topic.Replies;
import io.duestream.topic.TopicMismatchException;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.TopicReport;
import io.duestream.topic.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;

/** The topics of the contract. */
final class TopicSettings implements Check {
    @Override
    public String name() {
        return "topics";
    }

    @Override
    public String looksFor() {
        return "Topics that are missing, or have another number of partitions, clean-up policy, time stamps or record size"
                + " than they must; that keep records for a shorter time than designed; whose records one broker alone may"
                + " confirm though there are three replicas; and partitions without a leader.";
    }

    @Override
    public List<Finding> look(Examination examination) {
        List<TopicSpec> specs = examination.specs();
        TopicReport report;
        try {
            report = new TopicProvisioner(
                            examination.admin(), TopicProvisioner.DEFAULT_PARTITIONS, TopicProvisioner.BROKERS_DEFAULT)
                    .look(specs);
        } catch (TopicMismatchException e) {
            return List.of(Finding.error(
                    e.getMessage(), "one number of partitions, for the cluster's life", "as the message says"));
        }
        List<Finding> findings = new ArrayList<>();
        List<TopicSpec> present = new ArrayList<>();
        for (TopicSpec spec : specs) {
            TopicReport.Topic topic = report.topic(spec.name()).orElseThrow();
            if (topic.state() == TopicReport.State.MISSING) {
                findings.add(Finding.error(
                        "topic " + spec.name() + " is missing",
                        "the topic: " + spec.purpose(),
                        "duestream topic create"));
            } else {
                present.add(spec);
                topic.problems()
                        .forEach(problem -> findings.add(Finding.error(
                                "topic " + spec.name() + " " + before(problem, ';'),
                                "as docs/topics.md says",
                                after(problem, ';'))));
            }
        }
        durability(examination, present, findings);
        return findings;
    }

    /** Problems of the provisioner end with their remedy. */
    private static String before(String problem, char sign) {
        int at = problem.lastIndexOf(sign);
        return at < 0 ? problem : problem.substring(0, at);
    }

    private static String after(String problem, char sign) {
        return problem.substring(problem.lastIndexOf(sign) + 1).strip();
    }

    private static void durability(Examination examination, List<TopicSpec> specs, List<Finding> findings) {
        List<String> names = specs.stream().map(TopicSpec::name).toList();
        Map<String, TopicDescription> topics =
                Replies.await(examination.admin().describeTopics(names).allTopicNames());
        Map<ConfigResource, Config> configs = Replies.await(examination
                .admin()
                .describeConfigs(names.stream()
                        .map(name -> new ConfigResource(TOPIC, name))
                        .toList())
                .all());
        for (TopicSpec spec : specs) {
            Config config = configs.get(new ConfigResource(TOPIC, spec.name()));
            retention(spec, config.get("retention.ms").value()).ifPresent(findings::add);
            judge(topics.get(spec.name()), config.get("min.insync.replicas").value(), findings);
        }
    }

    static Optional<Finding> retention(TopicSpec spec, String found) {
        long kept = Long.parseLong(found);
        if (kept < 0 || kept >= spec.retention().toMillis()) {
            return Optional.empty();
        }
        return Optional.of(Finding.warning(
                "topic " + spec.name() + " keeps records for " + Duration.ofMillis(kept),
                spec.retention() + " or longer: what waits longer than that is lost, and audits go back no further",
                "kafka-configs.sh --bootstrap-server HOST:PORT --alter --topic " + spec.name()
                        + " --add-config retention.ms=" + spec.retention().toMillis()));
    }

    private static void judge(TopicDescription topic, String insync, List<Finding> findings) {
        long leaderless = topic.partitions().stream()
                .filter(each -> each.leader() == null || each.leader().isEmpty())
                .count();
        if (leaderless > 0) {
            findings.add(Finding.error(
                    leaderless + " partitions of topic " + topic.name() + " have no leader",
                    "a leader for each: nothing is read or written there",
                    "see which brokers are down"));
        }
        int replicas = topic.partitions().get(0).replicas().size();
        if (replicas >= 3 && Integer.parseInt(insync) < 2) {
            findings.add(Finding.warning(
                    "topic " + topic.name() + " has min.insync.replicas=" + insync + " of " + replicas + " replicas",
                    "2: with 1 a single broker may confirm what is lost with it",
                    "kafka-configs.sh --bootstrap-server HOST:PORT --alter --topic " + topic.name()
                            + " --add-config min.insync.replicas=2"));
        }
    }
}
