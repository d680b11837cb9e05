package io.duestream.specs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.duestream.cli.Duestream;
import io.duestream.specs.fixture.CommandProcess;
import io.duestream.specs.fixture.FixedPorts;
import io.duestream.specs.fixture.LedgerRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cluster in one process loses nothing that was acknowledged, and ends nothing twice, when it is killed at work. */
class StandaloneKillSpec {
    /** Twenty thousand are what is promised; the smaller default keeps the build quick. */
    private static final int JOBS = Integer.getInteger("duestream.kill.jobs", 2_000);

    private final List<CommandProcess> processes = new ArrayList<>();
    private final Path folder = folder();
    private int kafka;
    private int zooKeeper;

    @AfterEach
    void stop() {
        processes.forEach(CommandProcess::close);
    }

    @Test
    void after_a_kill_every_fire_has_exactly_one_terminal_event() throws Exception {
        kafka = FixedPorts.free();
        zooKeeper = FixedPorts.free();
        CommandProcess standalone = startStandalone();
        processes.add(CommandProcess.start(
                folder,
                "executor",
                "-b",
                broker(),
                "--group",
                "work",
                "--runner",
                LedgerRunner.class.getName(),
                "--threads",
                "20"));
        CommandProcess submit =
                CommandProcess.start(folder, "job", "submit", "-b", broker(), "--file", jobs().toString());
        processes.add(submit);
        assertThat(submit.await(Duration.ofSeconds(120))).as(submit.said()).isZero();
        await().atMost(Duration.ofSeconds(120))
                .until(() -> counts().at("/firesByEnd/SUCCEEDED").asInt() > JOBS / 4);

        standalone.kill();
        startStandalone();

        await().atMost(Duration.ofSeconds(400))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> counts().at("/jobsByPhase/ENDED").asInt() == JOBS);
        JsonNode counts = counts();
        compareLedger(counts);
        assertThat(counts.get("jobs").asInt()).isEqualTo(JOBS);
        assertThat(counts.at("/firesByEnd/SUCCEEDED").asInt()).isEqualTo(expectedFires());
        assertThat(counts.get("fires").asInt()).isEqualTo(expectedFires());
        assertThat(counts.get("firesOpen").asInt()).isZero();
        assertThat(counts.get("firesWithMoreThanOneTerminalEvent").asInt()).isZero();
    }

    private CommandProcess startStandalone() throws IOException {
        CommandProcess process = CommandProcess.start(
                folder,
                "standalone",
                "--data",
                folder.resolve("data").toString(),
                "--kafka-port",
                Integer.toString(kafka),
                "--zookeeper-port",
                Integer.toString(zooKeeper));
        processes.add(process);
        process.awaitSaid("ready: ", Duration.ofSeconds(120));
        return process;
    }

    private JsonNode counts() throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Duestream.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                "job",
                "list",
                "-b",
                broker(),
                "--json",
                "--limit",
                "0");
        assertThat(exitCode).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    /**
     * Mixed kinds: of every ten jobs four run at once, two are timed, one fires by cron, one repeats three times, one has
     * three shards, one fails once and is retried.
     */
    private Path jobs() throws IOException {
        // Late enough that the tracker has decided on all before: a cron that has no fire left is rejected.
        ZonedDateTime soon = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(30 + JOBS / 200);
        String cron = soon.format(DateTimeFormatter.ofPattern("s m H d M '?' yyyy"));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            String failing = i % 10 == 5 ? ",\"failing\":\"1\"" : "";
            String start = "{\"group\":\"work\",\"taskId\":\"job-" + i + "\",\"parameters\":{\"ledger\":\"" + ledger()
                    + "\"" + failing + "}";
            lines.add(start
                    + switch (i % 10) {
                        case 0, 1, 2, 3 -> ",\"payload\":\"" + i + "\"}";
                        case 4 -> ",\"cron\":{\"expression\":\"" + cron + "\"}}";
                        case 5 -> ",\"retry\":{\"maxRetries\":3,\"delay\":\"500ms\"}}";
                        case 6, 7 -> ",\"at\":\"+" + (1 + i % 20) + "s\"}";
                        case 8 -> ",\"repeat\":{\"interval\":\"500ms\",\"count\":3}}";
                        default -> ",\"shards\":3}";
                    });
        }
        return Files.write(folder.resolve("jobs.ndjson"), lines);
    }

    private static int expectedFires() {
        return JOBS + 2 * (JOBS / 10);
    }

    /** Every attempt that was handed out and ended ran at least once; how often one ran again is told, not judged. */
    private void compareLedger(JsonNode counts) throws IOException {
        List<String> calls = Files.readAllLines(ledger());
        Set<String> attempts = new HashSet<>(calls);
        int expected = expectedFires() + 2 * (JOBS / 10) + JOBS / 10;
        System.out.printf(
                "after kill -9 of standalone: %s; %,d bodies ran for %,d attempts, %,d of them twice%n",
                counts, calls.size(), attempts.size(), calls.size() - attempts.size());
        assertThat(attempts).as("attempts that ran").hasSizeGreaterThanOrEqualTo(expected);
    }

    private Path ledger() {
        return folder.resolve("ledger.txt");
    }

    private String broker() {
        return "127.0.0.1:" + kafka;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "standalone").toAbsolutePath()), "kill");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
