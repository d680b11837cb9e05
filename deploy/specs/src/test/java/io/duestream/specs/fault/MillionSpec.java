package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.client.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** More comes due in one second than can run in a minute. */
@Tag("alone")
@Tag("full-form")
@Timeout(180)
class MillionSpec {
    private static final Duration LONG = Duration.ofSeconds(170);
    private static final String MILLION = "million";
    private static final int AT_ONCE = 20_000;

    private final Stage stage = new Stage("million");

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void a_million_jobs_due_in_the_same_second_are_drained_in_order_and_others_run_meanwhile(TestInfo test)
            throws Exception {
        int jobs = load(10_000, Integer.getInteger("duestream.faults.million", 1_000_000));
        JavaProcess tracker = startTracker();
        JavaProcess noop = startNoop();
        JavaProcess other = stage.startExecutor("other", 4);
        try (Tally tally = new Tally(stage.bootstrapServers(), stage.topics(), MILLION)) {
            Stopwatch laps = new Stopwatch("million");
            Instant due = Instant.now().plusSeconds(load(10, Integer.getInteger("duestream.faults.million.lead", 45)));
            submit(jobs, due);
            laps.lap("submitted");
            assertThat(tally.readUntil(() -> tally.accepted() == jobs, LONG))
                    .as("all are accepted")
                    .isTrue();
            laps.lap("accepted");
            Instant accepted = Instant.now();
            ExecutorGroup group = new ExecutorGroup(stage, MILLION);
            Map<String, Set<TopicPartition>> members = group.members();
            Instant begin = accepted.isAfter(due) ? accepted : due;
            int others = load(200, 1_200);
            stage.submit(
                    "others", Plan.of(Stage.GROUP, others, JobKind.TIMED).due(begin, Duration.ofSeconds(others / 20)));

            await().atMost(LONG).until(() -> !Instant.now().isBefore(due));
            laps.lap("due");
            assertThat(tally.readUntil(() -> tally.ended() == jobs, LONG))
                    .as("all have ended")
                    .isTrue();
            Duration drained = Duration.between(due, Instant.now());
            laps.lap("drained");
            await().atMost(LONG)
                    .until(() -> stage.runs("other").stream().filter(Run::began).count() == others);

            long lost = jobs - tally.ended() + tally.unsuccessful();
            long again = tally.readAll().attempts() - jobs;
            assertThat(lost).as("jobs that did not end well").isZero();
            // An executor that is put out of its group hands back what it holds, which is handed out anew.
            assertThat(again).as("attempts beyond one a job").isZero();
            assertThat(tally.assignments()).as("assignments of partitions").isEqualTo(Stage.PARTITIONS);
            // Who is put out of it and joins again is another member.
            assertThat(group.members()).as("members of the executors' group").isEqualTo(members);
            assertThat(members).hasSize(1);
            assertThat(List.of(tracker, noop, other)).allMatch(JavaProcess::alive);
            Balance.prove(stage, LONG);
            laps.lap("proven");
            System.out.println(laps);
            List<Duration> lateness = stage.runs("other").stream()
                    .filter(Run::began)
                    .map(run -> Duration.between(run.due(), run.at()))
                    .sorted()
                    .toList();
            Reliability.row(
                    test,
                    "many jobs due in the same second; gap: the worst lateness of another group meanwhile",
                    String.format(
                            Locale.ROOT,
                            "%,d jobs drained in %.1f s; lateness of %,d others p50 %d ms, p99 %d ms",
                            jobs,
                            drained.toMillis() / 1000.0,
                            others,
                            lateness.get(lateness.size() / 2).toMillis(),
                            lateness.get(lateness.size() * 99 / 100).toMillis()),
                    lost,
                    again + " attempts",
                    lateness.get(lateness.size() - 1));
        }
    }

    private JavaProcess startTracker() {
        return start("tracker", 1_024, stage.trackerWords("tracker"));
    }

    private JavaProcess startNoop() {
        List<String> words = List.of(
                "executor",
                "--bootstrap",
                stage.bootstrapServers(),
                "--group",
                MILLION,
                "--runner",
                "noop",
                "--threads",
                "8",
                "-D",
                "fail.store.dir=none");
        return start(MILLION, 256, words);
    }

    private JavaProcess start(String name, int heapMegabytes, List<String> words) {
        return stage.keep(JavaProcess.start(
                        JavaProcess.Start.command(name, stage.folder(), heapMegabytes, List.of(), words)
                                .compiledWell()))
                .awaitSaid("ready: ");
    }

    private void submit(int jobs, Instant due) {
        try (JobClient client =
                JobClient.builder().bootstrapServers(stage.bootstrapServers()).build()) {
            List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
            for (int i = 0; i < jobs; i++) {
                receipts.add(client.submitAsync(Job.of(MILLION, "job-" + i).at(due)));
                if (receipts.size() == AT_ONCE || i == jobs - 1) {
                    receipts.forEach(CompletableFuture::join);
                    receipts.clear();
                }
            }
        }
    }
}
