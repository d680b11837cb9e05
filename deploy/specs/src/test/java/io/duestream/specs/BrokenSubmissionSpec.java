package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.embedded.EmbeddedCluster;
import io.duestream.specs.fixture.CommandProcess;
import io.duestream.topic.TopicProvisioner;
import io.duestream.topic.Topics;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file is being submitted when the brokers go away; nobody looks at a terminal. */
@Timeout(180)
class BrokenSubmissionSpec {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LINES = 400_000;

    private final Topics topics = Topics.of("broken");
    private final TopicPartition commands = new TopicPartition(topics.commands().name(), 0);

    @TempDir
    private Path folder;

    private EmbeddedCluster cluster;

    @BeforeEach
    void start() {
        cluster = EmbeddedCluster.start(new EmbeddedCluster.Settings(folder.resolve("data")));
        try (Admin admin = admin()) {
            new TopicProvisioner(admin, 1, (short) 1).ensure(List.of(topics.commands()));
        }
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void it_says_soon_that_nobody_acknowledges_and_gives_up_with_what_is_known() throws Exception {
        try (CommandProcess submit = submit("--give-up-after", "12")) {
            breakOff();

            submit.awaitSaid("have acknowledged nothing for", PATIENCE);
            assertThat(submit.said()).contains(cluster.bootstrapServers(), "jobs are acknowledged");

            assertThat(submit.await(PATIENCE)).isEqualTo(1);
            assertThat(submit.said())
                    .contains("duestream: gave up, as the brokers have acknowledged nothing for")
                    .containsPattern("from line [0-9]+ on")
                    .containsPattern("[0-9,]+ not acknowledged, stopped, in");
        }
    }

    @Test
    void told_to_end_it_says_what_was_taken_and_what_may_not_have_been() throws Exception {
        try (CommandProcess submit = submit()) {
            breakOff();
            submit.awaitSaid("have acknowledged nothing for", PATIENCE);

            submit.end();

            assertThat(submit.said())
                    .contains("duestream: told to end before the end of the file")
                    .containsPattern("[0-9,]+ jobs are acknowledged, [0-9,]+ sent jobs are not .from line [0-9]+ on.");
        }
    }

    private CommandProcess submit(String... words) throws IOException {
        Instant due = Instant.now().plus(Duration.ofDays(1));
        Path file = folder.resolve("big.ndjson");
        try (Writer lines = Files.newBufferedWriter(file)) {
            for (int i = 0; i < LINES; i++) {
                lines.write("{\"group\":\"mail\",\"taskId\":\"job-" + i + "\",\"at\":\"" + due + "\"}\n");
            }
        }
        List<String> all = new ArrayList<>(List.of(
                "job", "submit", "-b", cluster.bootstrapServers(), "--cluster", "broken", "--file", file.toString()));
        all.addAll(List.of(words));
        return CommandProcess.start(folder, all.toArray(String[]::new));
    }

    /** Once some are in the log, and long before all are. */
    private void breakOff() throws Exception {
        try (Admin admin = admin()) {
            await().atMost(PATIENCE).until(() -> inLog(admin) > 0);
            cluster.stopBroker();
        }
    }

    private long inLog(Admin admin) throws Exception {
        return admin.listOffsets(Map.of(commands, OffsetSpec.latest()))
                .partitionResult(commands)
                .get()
                .offset();
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }
}
