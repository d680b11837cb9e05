package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.duestream.embedded.EmbeddedCluster;
import io.duestream.topic.TopicIds;
import io.duestream.topic.TopicMismatchException;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.TopicReport;
import io.duestream.topic.TopicReport.State;
import io.duestream.topic.TopicReport.Topic;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Topics are made as they have to be, and nothing that exists is touched. Each test has a cluster name of its own. */
@Timeout(60)
class TopicProvisioningSpec {
    @TempDir
    private static Path data;

    private static EmbeddedCluster cluster;
    private static Admin admin;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.start(new EmbeddedCluster.Settings(data));
        admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        cluster.close();
    }

    @Test
    void everything_is_made_once_and_found_as_it_has_to_be_the_next_time() {
        Topics topics = Topics.of("fresh");

        TopicReport first = provisioner(3).ensure(topics.fixed());
        TopicReport second = provisioner(8).ensure(topics.fixed());

        assertThat(first.topics()).extracting(Topic::state).containsOnly(State.CREATED);
        assertThat(first.problems()).isEmpty();
        assertThat(second.topics()).extracting(Topic::state).containsOnly(State.PRESENT);
        assertThat(partitions(second, topics.commands())).isEqualTo(3);
        assertThat(partitions(second, topics.control())).isEqualTo(1);
        assertThat(second.ids()).isEqualTo(first.ids()).doesNotContainValue(Uuid.ZERO_UUID);
    }

    @Test
    void a_group_gets_as_many_partitions_as_the_commands_have() {
        Topics topics = Topics.of("counted");
        provisioner(5).ensure(List.of(topics.commands(), topics.feedback()));

        TopicReport report = provisioner(2).ensure(List.of(topics.dispatch("mail"), topics.outcomes("shop")));

        assertThat(report.topics()).extracting(Topic::partitions).containsExactly(5, 5);
    }

    @Test
    void an_existing_topic_that_differs_is_described_and_left_alone() throws Exception {
        Topics topics = Topics.of("foreign");
        admin.createTopics(List.of(
                        new NewTopic(topics.audit().name(), 2, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                .all()
                .get();

        for (int round = 0; round < 2; round++) {
            TopicReport report = provisioner(4).ensure(List.of(topics.audit()));

            Topic audit = report.topic(topics.audit().name()).orElseThrow();
            assertThat(audit.state()).isEqualTo(State.DIFFERS);
            assertThat(report.problems())
                    .hasSize(3)
                    .anySatisfy(problem -> assertThat(problem)
                            .startsWith("foreign.audit has 2 partitions, expected 4 (the cluster's count"))
                    .anySatisfy(problem ->
                            assertThat(problem).startsWith("foreign.audit has cleanup.policy=compact, expected delete"))
                    .anySatisfy(problem -> assertThat(problem)
                            .startsWith("foreign.audit has message.timestamp.type=CreateTime, expected LogAppendTime"));
        }
    }

    @Test
    void commands_and_feedback_of_different_counts_are_refused_and_nothing_is_made() throws Exception {
        Topics topics = Topics.of("split");
        admin.createTopics(List.of(
                        new NewTopic(topics.commands().name(), 4, (short) 1),
                        new NewTopic(topics.feedback().name(), 3, (short) 1)))
                .all()
                .get();

        assertThatThrownBy(() -> provisioner(4).ensure(List.of(topics.dispatch("mail"))))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining("split.commands has 4 partitions and split.feedback has 3 partitions");
        assertThat(admin.listTopics().names().get())
                .doesNotContain(topics.dispatch("mail").name());
    }

    @Test
    void what_the_brokers_refuse_is_reported_with_their_reason_and_stops_no_other_topic() {
        Topics topics = Topics.of("refused");

        TopicReport report = new TopicProvisioner(admin, 4, (short) 3).ensure(List.of(topics.commands()));

        Topic commands = report.topic(topics.commands().name()).orElseThrow();
        assertThat(commands.state()).isEqualTo(State.FAILED);
        assertThat(commands.exists()).isFalse();
        assertThat(report.problems())
                .singleElement()
                .asString()
                .startsWith("refused.commands is missing and was not made with 4 partitions: the brokers refused it"
                        + " (InvalidReplicationFactorException: ");
    }

    @Test
    void many_may_make_the_same_topics_at_once_and_agree_on_them() throws Exception {
        Topics topics = Topics.of("raced");
        List<Callable<TopicReport>> racers = new ArrayList<>();
        for (int racer = 0; racer < 6; racer++) {
            int partitions = 1 + racer;
            racers.add(() -> provisioner(partitions).ensure(topics.fixed()));
        }
        ExecutorService threads = Executors.newFixedThreadPool(racers.size());
        try {
            List<TopicReport> reports = new ArrayList<>();
            for (Future<TopicReport> racer : threads.invokeAll(racers)) {
                reports.add(racer.get());
            }

            assertThat(reports)
                    .extracting(TopicReport::ids)
                    .containsOnly(reports.get(0).ids());
            assertThat(reports)
                    .allSatisfy(report -> assertThat(report.problems()).isEmpty());
            assertThat(reports)
                    .flatExtracting(TopicReport::topics)
                    .filteredOn(topic -> topic.state() == State.CREATED)
                    .hasSameSizeAs(topics.fixed());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_topic_that_was_deleted_and_made_again_is_known_by_its_id() throws Exception {
        Topics topics = Topics.of("again");
        Map<String, Uuid> recorded =
                provisioner(1).ensure(List.of(topics.commands())).ids();
        admin.deleteTopics(List.of(topics.commands().name())).all().get();
        await().until(() ->
                !admin.listTopics().names().get().contains(topics.commands().name()));

        Map<String, Uuid> seen =
                provisioner(1).ensure(List.of(topics.commands())).ids();

        assertThat(TopicIds.problem(recorded, recorded)).isEmpty();
        assertThat(TopicIds.problem(recorded, seen)).get().asString().startsWith("topic again.commands was re-created");
    }

    private static TopicProvisioner provisioner(int partitions) {
        return new TopicProvisioner(admin, partitions, (short) 1);
    }

    private static int partitions(TopicReport report, TopicSpec spec) {
        return report.topic(spec.name()).orElseThrow().partitions();
    }
}
