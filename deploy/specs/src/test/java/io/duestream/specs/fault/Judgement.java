package io.duestream.specs.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.AttemptEnd;
import io.duestream.record.event.AttemptEnded;
import io.duestream.record.event.FireEnd;
import io.duestream.specs.proof.Proof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What the ledgers outside the system and the log say of each other, once everything has settled.
 *
 * @param jobs that were taken over
 * @param stored how many of them in a fail store
 * @param lost jobs that were taken over and have not become what they had to
 * @param repeated runs beyond the first under one token
 * @param again attempts beyond those that a shard needs when nothing breaks
 * @param problems all that must not be, in words
 */
record Judgement(int jobs, long stored, long lost, long repeated, long again, List<String> problems) {
    /** Of a stage on which nothing was judged yet. */
    static final Judgement NOTHING = new Judgement(0, 0, 0, 0, 0, List.of());

    private static final Duration PROOF_WITHIN = Duration.ofSeconds(30);

    /** Whether the tracker's clock was that of the runners. */
    enum Clocks {
        /** It was, so that a run before its due time is a fault. */
        EQUAL,
        /** It was set otherwise, so that the log alone can judge. */
        SET
    }

    /** Waits until all that was taken over has ended. */
    static void awaitSettled(Stage stage, Duration atMost) {
        Decisions log = stage.decisions();
        try {
            await().atMost(atMost)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> stage.submissions().stream()
                            .filter(Submission::taken)
                            .allMatch(each -> log.of(each.key()).ended() > 0));
        } catch (ConditionTimeoutException e) {
            // What has not ended is told below, job by job.
            System.out.println("not settled after " + atMost);
        }
    }

    static Judgement of(Stage stage, Clocks clocks) {
        List<String> problems = new ArrayList<>(proof(stage));
        return new Comparison(stage.submissions(), stage.runs(), stage.decisions(), clocks).judgement(problems);
    }

    /** How much was done more than once until now: {@link #repeated()} and {@link #again()} of what is known yet. */
    static long moreThanOnce(Stage stage) {
        Comparison soFar = new Comparison(stage.submissions(), stage.runs(), stage.decisions(), Clocks.EQUAL);
        return soFar.repeated() + soFar.again();
    }

    private static List<String> proof(Stage stage) {
        Proof proof = Proof.whenSettled(stage.bootstrapServers(), stage.topics().cluster(), PROOF_WITHIN);
        List<String> violations = new ArrayList<>();
        if (proof.exitCode() != 0) {
            if (proof.said().has("violations")) {
                violations.addAll(proof.violations());
            }
            violations.add("audit verify ends with " + proof.exitCode() + " "
                    + proof.messages().strip());
        }
        return violations;
    }

    /** Fails with all problems at once. */
    Judgement mustHold() {
        assertThat(problems.stream().limit(50))
                .as("%s problems", problems.size())
                .isEmpty();
        assertThat(lost).isZero();
        assertThat(jobs).isPositive();
        return this;
    }

    /** What came to it since an earlier row on the same stage was judged. */
    Judgement since(Judgement earlier) {
        return new Judgement(
                jobs - earlier.jobs,
                stored - earlier.stored,
                lost - earlier.lost,
                repeated - earlier.repeated,
                again - earlier.again,
                problems);
    }

    /** The three together. */
    private record Comparison(List<Submission> submissions, List<Run> runs, Decisions log, Clocks clocks) {
        Judgement judgement(List<String> problems) {
            Set<String> lost = new HashSet<>();
            for (Submission submission : submissions) {
                if (submission.taken()) {
                    List<String> found = problemsOf(submission.key(), submission.told());
                    if (!found.isEmpty()) {
                        lost.add(submission.key());
                        problems.addAll(found);
                    }
                }
            }
            problems.addAll(problemsOfRuns());
            return new Judgement(
                    (int) submissions.stream().filter(Submission::taken).count(),
                    submissions.stream().filter(Submission::stored).count(),
                    lost.size(),
                    repeated(),
                    again(),
                    problems);
        }

        private List<String> problemsOf(String key, String told) {
            List<String> problems = new ArrayList<>();
            JobFacts facts = log.of(key);
            JobKind kind = JobKind.of(key);
            if (facts.accepted() != 1) {
                problems.add(key + " was " + told + " and is in the log " + facts.accepted() + " times");
            }
            if (facts.ended() != 1) {
                problems.add(key + " has ended " + facts.ended() + " times");
            }
            kind.fires().ifPresent(expected -> {
                if (facts.fires().size() != expected) {
                    problems.add(key + " has " + facts.fires().size() + " fires instead of " + expected);
                }
            });
            facts.fires().forEach((fire, ends) -> {
                if (!ends.equals(List.of(FireEnd.SUCCEEDED))) {
                    problems.add(key + " fire " + fire + " has the ends " + ends);
                }
            });
            return problems;
        }

        /** Nothing ran that was not handed out, or too early; nothing succeeded that did not run. */
        private List<String> problemsOfRuns() {
            List<String> problems = new ArrayList<>();
            Map<String, Set<String>> ran = new HashMap<>();
            Set<String> succeeded = new HashSet<>();
            for (Run run : runs) {
                ran.computeIfAbsent(run.key(), key -> new HashSet<>()).add(run.token());
                if (run.what().equals(Run.SUCCEEDED)) {
                    succeeded.add(shard(run.key(), run.fire(), run.number(), run.token()));
                }
                if (clocks == Clocks.EQUAL && run.began() && run.at().isBefore(run.due())) {
                    problems.add(run.key() + " due " + run.due() + " began at " + run.at());
                }
            }
            ran.forEach((key, tokens) -> {
                Set<String> handedOut = new HashSet<>();
                log.of(key)
                        .attempts()
                        .forEach(each -> handedOut.add(each.token().toString()));
                tokens.stream()
                        .filter(token -> !handedOut.contains(token))
                        .forEach(token -> problems.add(key + " ran under " + token + ", which is not in the log"));
            });
            for (Submission submission : submissions) {
                for (AttemptEnded each : log.of(submission.key()).attemptEnds()) {
                    String shard = shard(
                            submission.key(),
                            each.fire(),
                            each.shard(),
                            each.token().toString());
                    if (each.end() == AttemptEnd.SUCCESS && !succeeded.contains(shard)) {
                        problems.add(shard + " has succeeded, and no runner says so");
                    }
                }
            }
            return problems;
        }

        private static String shard(String key, long fire, int shard, String token) {
            return key + " fire " + fire + " shard " + shard + " under " + token;
        }

        private long repeated() {
            List<String> leases = runs.stream()
                    .filter(Run::began)
                    .map(run -> run.shard() + " " + run.token())
                    .toList();
            return leases.size() - new HashSet<>(leases).size();
        }

        private long again() {
            long again = 0;
            for (String key : log.keys()) {
                Map<String, Integer> attempts = new HashMap<>();
                for (AttemptDispatched each : log.of(key).attempts()) {
                    attempts.merge(each.fire() + " " + each.shard(), 1, Integer::sum);
                }
                int needed = JobKind.of(key).attempts();
                again += attempts.values().stream()
                        .mapToInt(each -> Math.max(0, each - needed))
                        .sum();
            }
            return again;
        }
    }
}
