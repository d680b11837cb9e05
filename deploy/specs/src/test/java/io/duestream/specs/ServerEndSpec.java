package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.specs.fixture.Cluster;
import io.duestream.specs.fixture.CommandProcess;
import io.duestream.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process whose role has ended by itself ends too, with the reason: whoever watches it can start another. */
@Timeout(300)
class ServerEndSpec {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern KAFKA = Pattern.compile("ready: Kafka (\\S+),");

    private final Cluster cluster = Cluster.embedded();
    private CommandProcess process;

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        process.close();
        cluster.close();
    }

    @Test
    void a_tracker_under_which_a_topic_was_made_anew_ends_its_process() throws Exception {
        process = CommandProcess.start(
                folder,
                "tracker",
                "-b",
                cluster.bootstrapServers(),
                "--cluster",
                cluster.topics().cluster(),
                "--state-dir",
                folder.resolve("state").toString(),
                "-D",
                "partitions=2");
        awaitSaid("ready: tracker");

        makeAnew(cluster.bootstrapServers(), cluster.topics());

        endsWithTheReason(cluster.topics());
    }

    @Test
    void standalone_ends_with_its_tracker() throws Exception {
        process = CommandProcess.start(
                folder,
                "standalone",
                "--data",
                folder.resolve("data").toString(),
                "--kafka-port",
                "0",
                "--zookeeper-port",
                "0",
                "-D",
                "partitions=2");
        awaitSaid("ready: Kafka");
        Matcher kafka = KAFKA.matcher(process.said());
        assertThat(kafka.find()).isTrue();

        makeAnew(kafka.group(1), Topics.of(Topics.DEFAULT_CLUSTER));

        endsWithTheReason(Topics.of(Topics.DEFAULT_CLUSTER));
    }

    private void awaitSaid(String words) {
        await().atMost(PATIENCE).until(() -> process.said().contains(words));
    }

    private void endsWithTheReason(Topics topics) throws Exception {
        assertThat(process.await(PATIENCE)).as(process.said()).isEqualTo(1);
        assertThat(process.said())
                .containsPattern("duestream: tracker \\S+ has ended by itself: topic "
                        + topics.commands().name() + " was re-created");
    }

    private static void makeAnew(String bootstrapServers, Topics topics) throws Exception {
        String commands = topics.commands().name();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.deleteTopics(List.of(commands)).all().get();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(admin.listTopics().names().get()).doesNotContain(commands));
            admin.createTopics(List.of(new NewTopic(commands, Optional.of(2), Optional.empty())))
                    .all()
                    .get();
        }
    }
}
