package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.specs.fixture.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Disks on which nothing can be kept any more, and nobody is told that it is. */
@Tag("full-form")
@Timeout(180)
class FailStoreFaultSpec {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int HELD = 4;
    private static final int FEW = load(20, 200);
    private static final String CORRUPT = "is corrupt and was moved to ";

    private final Stage stage = new Stage("fail-store");
    private final Path stores = stage.folder().resolve("fail-store");

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void what_a_full_disk_a_corrupt_store_or_another_process_cannot_keep_is_not_told_to_be_kept(TestInfo test)
            throws Exception {
        DiskLimit.assumePossible();
        stage.startTracker("tracker");
        JavaProcess executor = startExecutor();
        JavaProcess full = startSubmitter("full", Integer.MAX_VALUE);
        stage.submit("held", Plan.of(Stage.GROUP, HELD, JobKind.HELD));
        await().atMost(LONG).until(() -> told("full", "ACCEPTED") > FEW && heldRuns() == HELD);
        CommandRun drain = failStore("drain", "--bootstrap", stage.bootstrapServers());
        assertThat(drain.err()).contains("commands/leveldb-1 is in use by process " + full.pid());
        assertThat(drain.exitCode()).isEqualTo(1);

        Instant gone = Instant.now();
        stage.broker().kill();
        await().atMost(LONG).until(() -> told("full", "STORED") > FEW);
        DiskLimit.fill(full);
        DiskLimit.fill(executor);
        stage.letGo();
        await().atMost(LONG).until(() -> told("full", Submission.FAILED) >= 3);
        assertThat(refusals(full))
                .isNotEmpty()
                .allMatch(line -> line.contains(stores.toString()))
                .allMatch(line -> line.contains("cannot write") || line.contains("see to permission and free space"));
        executor.awaitSaid("could not be stored");
        JavaProcess second = startSubmitter("second", FEW);
        second.awaitSaid(Submitter.DONE);
        assertThat(told("second", "STORED")).isEqualTo(FEW);
        long before = told("full", "STORED");
        DiskLimit.free(full);
        await().atMost(LONG).until(() -> told("full", "STORED") > before + FEW);
        full.kill();
        second.kill();

        Path damaged = stores.resolve("duestream/commands/leveldb-2");
        damage(damaged);
        JavaProcess heir = startSubmitter("heir", FEW);
        heir.awaitSaid(CORRUPT);
        assertThat(failStore("list").out()).contains("leveldb-2.corrupt-");
        Instant back = Instant.now();
        stage.startBroker();
        heir.awaitSaid(Submitter.DRAINED + ", 0 in quarantine");

        List<Submission> lost = takeOut("second");
        Judgement judged = stage.judge(LONG).mustHold();
        assertThat(judged.stored()).isGreaterThan(before);
        assertThat(judged.repeated()).as("runs repeated").isZero();
        assertThat(judged.again()).as("attempts handed out again").isZero();
        assertThat(lost)
                .as("what was in the corrupt store")
                .hasSize(FEW)
                .allMatch(each -> stage.decisions().of(each.key()).accepted() == 0);
        Reliability.row(
                test,
                "disks of a submitter and of an executor full (`prlimit`), a store corrupted, a second process on a store;"
                        + " broker away for %d s, gap since it is back"
                                .formatted(Duration.between(gone, back).toSeconds()),
                "%,d jobs, %,d of them stored; %,d refused and %,d put aside with the corrupt store besides"
                        .formatted(judged.jobs(), judged.stored(), told("full", Submission.FAILED), lost.size()),
                judged,
                stage.decisions().resumedAfter(back).values().stream()
                        .max(Duration::compareTo)
                        .orElseThrow());
    }

    private JavaProcess startExecutor() {
        Path ledger = stage.folder().resolve("executor.runs");
        List<String> words = List.of(
                "executor",
                "--bootstrap",
                stage.bootstrapServers(),
                "--group",
                Stage.GROUP,
                "--runner",
                RecordedRunner.class.getName(),
                "--threads",
                Integer.toString(2 * HELD),
                "-D",
                "fail.store.dir=" + stores);
        List<String> properties = List.of(RecordedRunner.LEDGER + "=" + DiskLimit.pipe(ledger));
        JavaProcess.Start start = JavaProcess.Start.command("executor", stage.folder(), 256, properties, words);
        return stage.keep(JavaProcess.start(start, DiskLimit.shell(ledger))).awaitSaid("ready: ");
    }

    private JavaProcess startSubmitter(String name, int jobs) {
        Path ledger = ledger(name);
        List<String> words = new ArrayList<>(List.of(
                stage.bootstrapServers(),
                stage.topics().cluster(),
                stores.toString(),
                DiskLimit.pipe(ledger).toString(),
                name));
        words.addAll(Plan.of(Stage.GROUP, jobs, JobKind.NOW)
                .paced(Duration.ofMillis(10))
                .words());
        JavaProcess.Start start = new JavaProcess.Start(name, stage.folder(), 128, List.of(), Submitter.class, words);
        return stage.keep(JavaProcess.start(start, DiskLimit.shell(ledger)));
    }

    private Path ledger(String submitter) {
        return stage.folder().resolve(submitter + ".submissions");
    }

    private Stream<Submission> submissions(String submitter) {
        return LedgerFile.read(stage.folder(), submitter + ".submissions").stream()
                .map(Submission::of);
    }

    private long told(String submitter, String what) {
        return submissions(submitter).filter(each -> each.told().equals(what)).count();
    }

    private long heldRuns() {
        return stage.runs("executor").stream()
                .filter(run -> run.began() && run.key().contains(JobKind.HELD.name()))
                .count();
    }

    private static List<String> refusals(JavaProcess submitter) {
        return submitter
                .said()
                .lines()
                .filter(line -> line.startsWith("not taken over"))
                .toList();
    }

    private CommandRun failStore(String command, String... options) {
        List<String> words = new ArrayList<>(List.of("fail-store", command, "--dir", stores.toString()));
        words.addAll(List.of(options));
        return CommandRun.of(words.toArray(String[]::new));
    }

    /** As a disk does that gives back something else than was written. */
    private static void damage(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".log")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                for (int i = 0; i < Math.min(bytes.length, 1_024); i++) {
                    bytes[i] ^= 0x55;
                }
                Files.write(file, bytes);
            }
        }
    }

    /** Takes a ledger out of the judgement: what it says was kept on a disk that did not. */
    private List<Submission> takeOut(String submitter) throws IOException {
        List<Submission> taken = submissions(submitter).toList();
        Files.move(ledger(submitter), stage.folder().resolve(submitter + ".damaged"), StandardCopyOption.ATOMIC_MOVE);
        return taken;
    }
}
