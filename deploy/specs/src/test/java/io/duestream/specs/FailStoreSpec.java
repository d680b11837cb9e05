package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.client.Receipt;
import io.duestream.client.RetryJobClient;
import io.duestream.client.failstore.FailStoreDirectory;
import io.duestream.client.failstore.FailStoreDirectory.Claimed;
import io.duestream.client.failstore.FailStoreFactory;
import io.duestream.client.failstore.FailStoreRoot;
import io.duestream.client.failstore.RecordKind;
import io.duestream.client.failstore.StoreBounds;
import io.duestream.client.failstore.StoredRecord;
import io.duestream.codec.RecordCodec;
import io.duestream.embedded.EmbeddedCluster;
import io.duestream.executor.Executor;
import io.duestream.executor.RunResult;
import io.duestream.job.JobKey;
import io.duestream.record.JobCommand;
import io.duestream.record.LogLine;
import io.duestream.record.command.PauseJob;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.event.AttemptStarted;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.JobAccepted;
import io.duestream.specs.fixture.Brokers;
import io.duestream.specs.fixture.Cluster;
import io.duestream.specs.fixture.CommandRun;
import io.duestream.specs.proof.Proof;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was taken over while the brokers were away arrives, whoever dies meanwhile. */
@Timeout(180)
class FailStoreSpec {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final RecordCodec<JobCommand> COMMANDS = RecordCodec.of(JobCommand.class);

    @TempDir
    Path store;

    private EmbeddedCluster brokers;
    private Cluster cluster;

    @BeforeEach
    void start() throws Exception {
        Path data = Files.createTempDirectory(Files.createDirectories(Path.of("target", "brokers")), "store");
        brokers = EmbeddedCluster.start(new EmbeddedCluster.Settings(data, 0, 0, Map.of()));
        cluster = Cluster.on(new Brokers.Embedded(brokers));
    }

    @AfterEach
    void stop() {
        brokers.startBroker();
        cluster.close();
        brokers.close();
    }

    @Test
    void jobs_that_are_submitted_and_run_while_the_brokers_go_and_come_all_end_once() throws Exception {
        cluster.startTracker();
        Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
        List<Job> jobs = new ArrayList<>();
        Map<Receipt.Status, Integer> told = new HashMap<>();
        try (Executor executor = Executor.builder()
                        .bootstrapServers(cluster.bootstrapServers())
                        .cluster(cluster.topics().cluster())
                        .group("mail")
                        .failStore(store)
                        .defaultRunner(context -> {
                            runs.computeIfAbsent(context.key().taskId(), key -> new AtomicInteger())
                                    .incrementAndGet();
                            Thread.sleep(20);
                            return RunResult.success();
                        })
                        .start();
                RetryJobClient client = client()) {
            for (int i = 0; i < 300; i++) {
                if (i == 100) {
                    brokers.stopBroker();
                }
                if (i == 200) {
                    assertThat(client.stored()).isPositive();
                    brokers.startBroker();
                }
                Job job = Job.of("mail", "job-" + i);
                jobs.add(job);
                told.merge(client.submit(job).status(), 1, Integer::sum);
            }
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(jobs)
                            .allSatisfy(job -> assertThat(cluster.audit().events(job.key(), FireEnded.class))
                                    .extracting(FireEnded::end)
                                    .containsExactly(FireEnd.SUCCEEDED)));
            assertThat(client.awaitDrained(LONG)).isTrue();
            await().atMost(LONG).until(() -> executor.storedRecords() == 0);
        }
        assertThat(told).containsKeys(Receipt.Status.ACCEPTED, Receipt.Status.STORED);
        proveTheLog();
        System.out.println("told " + told + ", runs "
                + runs.values().stream().mapToInt(AtomicInteger::get).sum() + " of " + jobs.size() + " jobs");
    }

    @Test
    void a_submitter_that_is_killed_without_brokers_leaves_what_it_told_to_the_next_one_in_order() throws Exception {
        cluster.startTracker();
        Map<String, List<Integer>> told = new LinkedHashMap<>();
        for (String name : List.of("one", "two")) {
            try (StoringProcess process = process("submit", name)) {
                await().atMost(LONG).until(() -> process.said("told").size() > 40);
                CommandRun alive = drain();
                assertThat(alive.exitCode()).isEqualTo(1);
                assertThat(alive.err()).contains("commands/leveldb-1 is in use by process " + process.pid(), "stop");
                brokers.stopBroker();
                await().atMost(LONG)
                        .until(() -> process.said("told").stream()
                                        .filter(line -> line.endsWith("STORED"))
                                        .count()
                                > 60);
                process.kill();
                assertThat(process.said("failed")).isEmpty();
                process.said("told").forEach(line -> {
                    String[] parts = line.split(" ");
                    told.computeIfAbsent(parts[0], key -> new ArrayList<>()).add(Integer.valueOf(parts[1]));
                });
            }
            if (name.equals("one")) {
                brokers.startBroker();
            }
        }

        CommandRun away = drain();
        assertThat(away.err()).contains("cannot reach Kafka at " + cluster.bootstrapServers());
        assertThat(away.exitCode()).isEqualTo(1);
        int left = number(command("list", "--json").out(), "\"records\" : ([1-9]\\d*)");
        brokers.startBroker();
        CommandRun back = drain();
        assertThat(back.out()).isEqualTo("commands/leveldb-1: " + left + " sent, 0 left, 0 in quarantine\n");
        assertThat(back.exitCode()).isZero();

        Map<String, List<Integer>> arrived = arrived();
        told.forEach((key, numbers) ->
                assertThat(arrived.get(key)).as(key).isSorted().containsAll(numbers));
        assertThat(told).hasSize(10);
        acceptedOnce(told.keySet());
        proveTheLog();

        quarantineSomething();
        CommandRun refused = drain();
        assertThat(refused.out()).isEqualTo("commands/leveldb-1: 0 sent, 0 left, 1 in quarantine\n");
        assertThat(refused.exitCode()).isEqualTo(1);
    }

    private CommandRun drain() {
        return command("drain");
    }

    private CommandRun command(String name, String... options) {
        List<String> words = new ArrayList<>(List.of("fail-store", name, "--dir", store.toString()));
        words.addAll(List.of(options));
        return CommandRun.of(cluster, words.toArray(String[]::new));
    }

    private static int number(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private void quarantineSomething() {
        FailStoreDirectory directory = new FailStoreDirectory(
                new FailStoreRoot(store, cluster.topics().cluster()).commands(),
                FailStoreFactory.named(FailStoreFactory.DEFAULT),
                StoreBounds.DEFAULT,
                InstantSource.system());
        try (Claimed open = directory.claim()) {
            StoredRecord record = new StoredRecord(
                    open.records().lastSequence() + 1,
                    RecordKind.COMMAND,
                    "mail/refused",
                    cluster.topics().commands().name(),
                    new byte[1],
                    new byte[9],
                    Instant.now());
            open.records().append(List.of(record));
            open.records().quarantine(record, "too large", Instant.now());
        }
    }

    @Test
    void a_submitter_whose_disk_is_full_says_so_and_what_it_was_told_to_keep_arrives() throws Exception {
        cluster.startTracker();
        Map<String, List<Integer>> told = new LinkedHashMap<>();
        List<String> refused;
        try (StoringProcess process = process("submit", "full")) {
            await().atMost(LONG).until(() -> process.said("told").size() > 40);
            brokers.stopBroker();
            await().atMost(LONG).until(() -> stored(process) > 60);
            process.limitFiles("1");
            await().atMost(LONG).until(() -> !process.said("failed").isEmpty());
            int before = stored(process);
            process.limitFiles("unlimited");
            await().atMost(LONG).until(() -> stored(process) > before + 20);
            process.kill();
            refused = process.said("failed");
            process.said("told").forEach(line -> {
                String[] parts = line.split(" ");
                told.computeIfAbsent(parts[0], key -> new ArrayList<>()).add(Integer.valueOf(parts[1]));
            });
        }
        brokers.startBroker();
        try (StoringProcess process = process("submit", "drain")) {
            await().atMost(LONG).until(() -> !process.said("drained").isEmpty());
            assertThat(process.said("drained")).containsExactly("true 0");
        }

        Map<String, List<Integer>> arrived = arrived();
        told.forEach((key, numbers) ->
                assertThat(arrived.get(key)).as(key).isSorted().containsAll(numbers));
        assertThat(told).hasSize(5);
        acceptedOnce(told.keySet());
        proveTheLog();
        assertThat(refused).allSatisfy(line -> assertThat(line).contains("cannot write"));
        System.out.println("refused " + refused.size() + ", the first: " + refused.get(0));
    }

    private static int stored(StoringProcess process) {
        return (int) process.said("told").stream()
                .filter(line -> line.endsWith("STORED"))
                .count();
    }

    /** The numbers of the commands of each job in the order of their first copies. */
    private Map<String, List<Integer>> arrived() {
        Map<String, LinkedHashSet<Integer>> numbers = new HashMap<>();
        try (CommittedReader reader = new CommittedReader(
                cluster.bootstrapServers(), cluster.topics().commands().name())) {
            await().atMost(LONG)
                    .until(() -> !reader.read().isEmpty()
                            && reader.read().size() == reader.read().size());
            reader.read().forEach(record -> {
                JobCommand command = COMMANDS.decode(record.value());
                String key = new String(record.key(), StandardCharsets.UTF_8);
                if (command.body() instanceof SubmitJob) {
                    numbers.computeIfAbsent(key, each -> new LinkedHashSet<>())
                            .add(Integer.valueOf(key.substring(key.lastIndexOf('-') + 1)));
                } else if (command.body() instanceof PauseJob pause) {
                    numbers.computeIfAbsent(key, each -> new LinkedHashSet<>()).add(Integer.valueOf(pause.reason()));
                }
            });
        }
        Map<String, List<Integer>> lists = new HashMap<>();
        numbers.forEach((key, each) -> lists.put(key, List.copyOf(each)));
        return lists;
    }

    @Test
    void results_of_an_executor_that_is_killed_without_brokers_count_when_the_next_one_sends_them() throws Exception {
        cluster.startTracker();
        List<Job> jobs = new ArrayList<>();
        try (StoringProcess first = process("execute", "first")) {
            await().atMost(LONG).until(() -> !first.said("stored").isEmpty());
            try (JobClient client = cluster.startClient("shop")) {
                for (int i = 0; i < 4; i++) {
                    Job job = Job.of("mail", "job-" + i);
                    jobs.add(job);
                    client.submit(job);
                }
            }
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(jobs)
                            .allSatisfy(job -> assertThat(cluster.audit().events(job.key(), AttemptStarted.class))
                                    .isNotEmpty()));
            brokers.stopBroker();
            // A result and a line of each job.
            await().atMost(LONG)
                    .until(() -> first.said("stored").stream()
                            .anyMatch(count -> Integer.parseInt(count) >= 2 * jobs.size()));
            first.kill();
        }
        brokers.startBroker();

        try (StoringProcess next = process("execute", "next")) {
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(jobs)
                            .allSatisfy(job -> assertThat(cluster.audit().events(job.key(), FireEnded.class))
                                    .extracting(FireEnded::message)
                                    .containsExactly("by first")));
            await().atMost(LONG).until(() -> {
                List<String> stored = next.said("stored");
                return !stored.isEmpty() && stored.get(stored.size() - 1).equals("0");
            });
            System.out.println("run again " + next.said("began").size() + " of " + jobs.size());
        }
        try (CommittedReader reader = new CommittedReader(
                cluster.bootstrapServers(), cluster.topics().logs().name())) {
            await().atMost(LONG)
                    .until(() -> reader.read().stream()
                                    .map(each -> RecordCodec.of(LogLine.class).decode(each.value()))
                                    .filter(line -> line.message().equals("by first"))
                                    .map(LogLine::taskId)
                                    .distinct()
                                    .count()
                            == jobs.size());
        }
        proveTheLog();
    }

    private void acceptedOnce(Set<String> keys) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(keys)
                        .allSatisfy(key -> assertThat(cluster.audit().events(JobKey.parse(key), JobAccepted.class))
                                .hasSize(1)));
    }

    private void proveTheLog() {
        Proof proof =
                Proof.whenSettled(cluster.bootstrapServers(), cluster.topics().cluster(), LONG);
        assertThat(proof.exitCode()).as(proof.said() + proof.messages()).isZero();
    }

    private StoringProcess process(String role, String name) throws Exception {
        return StoringProcess.start(
                role, cluster.bootstrapServers(), cluster.topics().cluster(), store, name);
    }

    private RetryJobClient client() {
        return JobClient.builder()
                .bootstrapServers(cluster.bootstrapServers())
                .cluster(cluster.topics().cluster())
                .failStore(store)
                .storeAfter(Duration.ofMillis(500))
                .longestRetry(Duration.ofSeconds(1))
                .build();
    }
}
