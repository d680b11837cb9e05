package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.embedded.EmbeddedCluster;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.TopicSnapshot;
import io.duestream.topic.TopicSpec;
import io.duestream.topic.TopicView;
import io.duestream.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class TopicViewSpec {
    private static final Duration OFTEN = Duration.ofMillis(50);

    private final Topics topics = Topics.of("viewed");

    @TempDir
    private Path data;

    private EmbeddedCluster cluster;
    private Admin admin;

    @BeforeEach
    void start() {
        cluster = EmbeddedCluster.start(new EmbeddedCluster.Settings(data));
        admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers(), "reconnect.backoff.max.ms", 200));
    }

    @AfterEach
    void stop() {
        admin.close(Duration.ZERO);
        cluster.close();
    }

    @Test
    void it_sees_groups_partitions_and_ids_come_and_go_and_tells_listeners() throws Exception {
        Map<String, Uuid> made = ensure("mail");
        Queue<Set<String>> told = new ConcurrentLinkedQueue<>();
        try (TopicView view = new TopicView(admin, topics, OFTEN)) {
            view.addListener((before, now) -> {
                throw new IllegalStateException("a listener that fails");
            });
            view.addListener((before, now) -> told.add(now.groups()));
            assertThat(view.age()).isEmpty();
            assertThat(view.snapshot().topics()).isEmpty();

            assertThat(view.start().awaitFirst(Duration.ofSeconds(20))).isTrue();

            TopicSnapshot first = view.snapshot();
            assertThat(first.groups()).containsExactly("mail");
            assertThat(first.ids()).isEqualTo(made);
            assertThat(first.partitions(topics.dispatch("mail").name())).isEqualTo(2);
            assertThat(first.partitionsFor(topics.dispatch("mail").name()))
                    .extracting(partition -> partition.leader().id())
                    .containsExactly(1, 1);
            assertThat(first.partitions(topics.dispatch("sms").name())).isZero();

            ensure("sms");
            await().until(() -> view.snapshot().groups().equals(Set.of("mail", "sms")));
            admin.deleteTopics(List.of(topics.dispatch("mail").name())).all().get();
            await().until(() -> view.snapshot().groups().equals(Set.of("sms")));

            await().untilAsserted(() ->
                    assertThat(told).containsExactly(Set.of("mail"), Set.of("mail", "sms"), Set.of("sms")));
        }
    }

    @Test
    void topics_of_another_cluster_are_none_of_its_business() throws Exception {
        Topics other = Topics.of("viewed-too");
        new TopicProvisioner(admin, 1, (short) 1).ensure(List.of(other.dispatch("mail")));
        ensure("sms");
        try (TopicView view = new TopicView(admin, topics, OFTEN)) {
            assertThat(view.start().awaitFirst(Duration.ofSeconds(20))).isTrue();

            assertThat(view.snapshot().groups()).containsExactly("sms");
        }
    }

    @Test
    void an_outage_leaves_the_last_view_and_its_age_grows_until_the_brokers_are_back() throws Exception {
        ensure("mail");
        try (TopicView view = new TopicView(admin, topics, OFTEN)) {
            assertThat(view.start().awaitFirst(Duration.ofSeconds(20))).isTrue();

            cluster.stopBroker();
            await().until(() -> view.age().orElseThrow().toMillis() > 1_000);
            assertThat(view.snapshot().groups()).containsExactly("mail");

            cluster.startBroker();
            ensure("sms");
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> view.snapshot().groups().equals(Set.of("mail", "sms")));
            assertThat(view.age().orElseThrow()).isLessThan(Duration.ofSeconds(40));
        }
    }

    @Test
    void a_look_can_be_asked_for_before_the_interval_ends() throws Exception {
        ensure("mail");
        try (TopicView view = new TopicView(admin, topics, Duration.ofHours(1))) {
            assertThat(view.start().awaitFirst(Duration.ofSeconds(20))).isTrue();
            ensure("sms");

            await().until(() -> {
                view.refreshSoon();
                return view.snapshot().groups().equals(Set.of("mail", "sms"));
            });
        }
    }

    /** Makes a group's topic and waits until the broker tells of it: it does so a moment later. */
    private Map<String, Uuid> ensure(String group) {
        TopicSpec spec = topics.dispatch(group);
        Map<String, Uuid> ids =
                new TopicProvisioner(admin, 2, (short) 1).ensure(List.of(spec)).ids();
        await().until(() -> admin.listTopics().names().get().contains(spec.name()));
        return ids;
    }
}
