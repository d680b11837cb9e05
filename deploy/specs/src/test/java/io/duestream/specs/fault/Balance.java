package io.duestream.specs.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the ledgers and the log say of each other where there are too many jobs for a {@link Judgement}, each with one fire
 * and one shard.
 *
 * @param jobs that were taken over
 * @param lost jobs that were taken over and of which no runner says that it succeeded, or the log that they have ended well
 * @param repeated runs beyond the first of a job
 * @param again attempts beyond one a job
 */
record Balance(long jobs, long lost, long repeated, long again) {
    /** Draws it up when everything has ended; the log must have been read to its end. */
    static Balance of(Stage stage, Tally log) throws IOException {
        Set<String> open = new HashSet<>();
        lines(stage.folder(), Starts.SUBMISSIONS, line -> {
            Submission submission = Submission.of(line);
            if (submission.taken()) {
                open.add(submission.key());
            }
        });
        long jobs = open.size();
        Set<String> began = new HashSet<>();
        long[] runs = {0};
        lines(stage.folder(), Starts.RUNS, line -> {
            if (line.get(0).equals(Run.BEGAN)) {
                began.add(line.get(1));
                runs[0]++;
            } else if (line.get(0).equals(Run.SUCCEEDED)) {
                open.remove(line.get(1));
            }
        });
        long notEnded = Math.max(0, jobs - log.ended()) + log.unsuccessful();
        return new Balance(jobs, Math.max(open.size(), notEnded), runs[0] - began.size(), log.attempts() - jobs);
    }

    private static void lines(Path folder, String ending, Consumer<List<String>> each) throws IOException {
        List<Path> ledgers;
        try (Stream<Path> files = Files.list(folder)) {
            ledgers = files.filter(file -> file.toString().endsWith(ending)).toList();
        }
        for (Path ledger : ledgers) {
            try (Stream<String> lines = Files.lines(ledger)) {
                lines.map(line -> List.of(line.split(" ", -1))).forEach(each);
            }
        }
    }

    /** Has the log proven by a process of its own: there is more of it than there is memory here. */
    static void prove(Stage stage, Duration atMost) {
        List<String> words = List.of("audit", "verify", "--settled", "--bootstrap", stage.bootstrapServers());
        JavaProcess proof = stage.keep(
                JavaProcess.start(JavaProcess.Start.command("verify", stage.folder(), 2_048, List.of(), words)
                        .compiledWell()));
        assertThat(proof.awaitEnd(atMost)).as(proof.said()).isZero();
    }
}
