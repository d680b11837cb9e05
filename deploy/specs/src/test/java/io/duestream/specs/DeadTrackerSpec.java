package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.specs.fixture.Cluster;
import io.duestream.specs.fixture.CommandProcess;
import io.duestream.tracker.process.TrackerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a tracker left open when it was killed is ended by those that live, and nobody else's. The transactions are begun here,
 * under a tracker's ids, as nobody can kill a process in the middle of one at will; they would stay open for a minute.
 */
@Timeout(180)
class DeadTrackerSpec {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern PROCESS = Pattern.compile("\"processId\"\\s*:\\s*\"([^\"]+)\"");

    private final Cluster cluster = Cluster.embedded();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        cluster.close();
    }

    @Test
    void a_survivor_ends_what_a_killed_tracker_left_open_and_never_what_a_living_one_has() throws Exception {
        cluster.startTracker();
        CommandProcess other = startOther();
        String id = transactionalId();
        begin(id);
        begin("somebody-else");
        // Longer than the survivor needs to end it once the other is gone.
        await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(20)).until(() -> open().contains(id));

        other.kill();
        long killed = System.nanoTime();
        await().atMost(Duration.ofSeconds(30)).until(() -> !open().contains(id));
        System.out.printf(
                "kill -9 of a tracker: its transaction of 60 s was ended %d ms later%n",
                Duration.ofNanos(System.nanoTime() - killed).toMillis());
        assertThat(open()).contains("somebody-else");
    }

    @Test
    void a_tracker_that_starts_again_ends_what_it_left_open_itself() throws Exception {
        CommandProcess first = startOther();
        String id = transactionalId();
        begin(id);
        first.kill();
        assertThat(open()).contains(id);

        cluster.startTracker(TrackerConfig.STATE_DIR, state().toString());

        await().atMost(SOON).until(() -> !open().contains(id));
    }

    private Path state() {
        return folder.resolve("state");
    }

    private CommandProcess startOther() throws IOException {
        CommandProcess other = CommandProcess.start(
                folder,
                "tracker",
                "-b",
                cluster.bootstrapServers(),
                "--cluster",
                cluster.topics().cluster(),
                "--state-dir",
                state().toString(),
                "-D",
                TrackerConfig.PARTITIONS + "=2",
                "-D",
                TrackerConfig.REPLICATION_FACTOR + "=1");
        opened.add(other);
        other.awaitSaid("ready: ", SOON);
        return other;
    }

    /** An id that no thread of the other tracker uses. */
    private String transactionalId() throws IOException {
        String application = cluster.topics().trackerApplicationId();
        Path kept = state().resolve(application).resolve("kafka-streams-process-metadata");
        Matcher process = PROCESS.matcher(Files.readString(kept));
        assertThat(process.find()).isTrue();
        return application + "-" + process.group(1) + "-99";
    }

    private void begin(String id) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "transactional.id",
                id,
                "transaction.timeout.ms",
                60_000);
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        opened.add(() -> producer.close(Duration.ZERO));
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(
                cluster.topics().control().name(), "nobody".getBytes(StandardCharsets.UTF_8), new byte[] {1}));
        producer.flush();
    }

    private List<String> open() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            return admin
                    .listTransactions(new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING)))
                    .all()
                    .get()
                    .stream()
                    .map(TransactionListing::transactionalId)
                    .toList();
        }
    }
}
