package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.duestream.specs.fixture.Cluster;
import io.duestream.tracker.process.Tracker;
import io.duestream.tracker.process.TrackerConfig;
import io.duestream.tracker.process.TrackerEndedException;
import io.duestream.tracker.process.TrackerStartException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a tracker finds when it starts, and what it will not begin with. */
@Timeout(120)
class TrackerStartSpec {
    private final Cluster cluster = Cluster.embedded();
    private Admin admin;

    @BeforeEach
    void connect() {
        admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }

    @AfterEach
    void stop() {
        cluster.close();
        admin.close(Duration.ZERO);
    }

    @Test
    void a_first_start_that_was_killed_before_its_first_commit_may_begin_again() throws Exception {
        String changelog = changelog();
        try (KafkaProducer<byte[], byte[]> killed = producer()) {
            killed.initTransactions();
            killed.beginTransaction();
            killed.send(new ProducerRecord<>(changelog, new byte[] {1}, new byte[] {2}))
                    .get();
            killed.abortTransaction();
        }

        Tracker tracker = cluster.startTracker();

        assertThat(tracker.state()).isEqualTo("RUNNING");
    }

    @Test
    void state_without_its_offsets_is_refused_and_nothing_stays_open() throws Exception {
        String changelog = changelog();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(changelog, new byte[] {1}, new byte[] {2}))
                    .get();
            producer.commitTransaction();
        }
        Set<Thread> before = threads();

        assertThatThrownBy(cluster::startTracker)
                .isInstanceOf(TrackerStartException.class)
                .hasMessageContaining("no committed offsets")
                .hasMessageContaining(TrackerConfig.ACCEPT_LOST_OFFSETS);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
    }

    @Test
    void topics_that_are_not_as_they_must_be_are_told_all_at_once() throws Exception {
        admin.createTopics(List.of(
                        new NewTopic(cluster.topics().commands().name(), Optional.of(2), Optional.empty()),
                        new NewTopic(cluster.topics().feedback().name(), Optional.of(3), Optional.empty())))
                .all()
                .get();

        assertThatThrownBy(cluster::startTracker)
                .isInstanceOf(TrackerStartException.class)
                .hasMessageContaining(cluster.topics().commands().name())
                .hasMessageContaining(cluster.topics().feedback().name());
    }

    @Test
    void a_tracker_stops_when_the_topics_under_it_are_made_anew() throws Exception {
        Tracker tracker = cluster.startTracker();
        String logs = cluster.topics().logs().name();
        admin.deleteTopics(List.of(logs)).all().get();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(admin.listTopics().names().get()).doesNotContain(logs));
        admin.createTopics(List.of(new NewTopic(logs, Optional.of(2), Optional.empty())))
                .all()
                .get();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(tracker.state()).isEqualTo("NOT_RUNNING"));
        assertThatThrownBy(tracker::awaitEnded)
                .isInstanceOf(TrackerEndedException.class)
                .hasMessageContaining(logs);
    }

    private String changelog() throws Exception {
        String name = cluster.topics().trackerApplicationId() + "-jobs-changelog";
        admin.createTopics(List.of(new NewTopic(name, Optional.of(2), Optional.empty())))
                .all()
                .get();
        return name;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        cluster.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        cluster.topics().cluster()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Threads of clients and of the tracker; the brokers' own come and go. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(kafka-admin|kafka-producer|topic-view|tracker-|group-).*"))
                .collect(Collectors.toSet());
    }
}
