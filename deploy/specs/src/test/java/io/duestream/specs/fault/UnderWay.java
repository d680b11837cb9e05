package io.duestream.specs.fault;

import static io.duestream.specs.fault.Reliability.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Work that goes on until it is told to end, so that whatever breaks breaks in the middle of it on a slow machine too: what
 * comes at once comes faster than {@link #THREADS} can run it, for as long as it is told to; what has a time has it long
 * after.
 */
final class UnderWay {
    /** Of the executor. */
    static final int THREADS = load(8, 32);

    private static final Duration LONG = Duration.ofSeconds(120);

    /** Over how long cron jobs come due; longer than it takes from the first of them to a fault. */
    private static final Duration CRON_MINUTE = Duration.ofSeconds(load(12, 16));

    private static final int TRICKLE = load(300, 1_500);
    private static final int CRONS = load(500, 5_000);
    private static final Duration RUN = Duration.ofMillis(20);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(3);

    private final Stage stage;
    private final String row;
    private final Set<Work> works;
    private final List<Flow> flows = new ArrayList<>();
    private int submitted;

    /** What is under way. */
    enum Work {
        BURST("in a burst", "burst"),
        CRON_MINUTE("in a cron minute", "cron"),
        RETRIES("with retries pending", "retried");

        private final String words;
        private final String submitter;

        Work(String words, String submitter) {
            this.words = words;
            this.submitter = submitter;
        }
    }

    /**
     * @param row last part of the names of all submitters, for more than one row on a stage
     */
    UnderWay(Stage stage, String row, Set<Work> works) {
        this.stage = stage;
        this.row = row;
        this.works = works;
    }

    static String words(Set<Work> works) {
        return works.stream().map(work -> work.words).collect(Collectors.joining(", "));
    }

    /**
     * Returns in the middle of it.
     *
     * @param outage for how long jobs come due at the least whatever happens
     */
    void begin(Duration outage) throws InterruptedException {
        Instant now = Instant.now();
        submit(
                "trickle",
                Plan.of(Stage.GROUP, TRICKLE, JobKind.TIMED)
                        .due(
                                now.plusSeconds(2),
                                stage.unhurried(Duration.ofSeconds(6).plus(outage))));
        if (works.contains(Work.CRON_MINUTE)) {
            cronMinute(Duration.between(now, Instant.now()));
        }
        if (works.contains(Work.BURST)) {
            // Two runs a job: half as much again as the threads can do.
            int second = Math.toIntExact(THREADS * 1000 / RUN.toMillis() * 3 / 4);
            Plan each = Plan.of(Stage.GROUP, second, JobKind.NOW, JobKind.NOW, JobKind.SHARDED, JobKind.REPEATED);
            flow("burst", each.running(RUN));
        }
        if (works.contains(Work.RETRIES)) {
            flow("retried", Plan.of(Stage.GROUP, load(30, 500), JobKind.RETRIED).retryingAfter(RETRY_DELAY));
        }
        awaitMiddle();
    }

    /**
     * @param pace how long it took right now to have {@link #TRICKLE} jobs accepted
     */
    private void cronMinute(Duration pace) throws InterruptedException {
        // What is accepted after its only time never runs.
        Instant from = Instant.now()
                .plus(stage.unhurried(Duration.ofSeconds(3)))
                .plus(pace.multipliedBy(CRONS).dividedBy(TRICKLE));
        Duration minute = stage.unhurried(CRON_MINUTE);
        submit("cron", Plan.of(Stage.GROUP, CRONS, JobKind.CRON).due(from, minute));
        submit("each", Plan.of(Stage.GROUP, 5, JobKind.EACH_SECOND).due(from, minute.dividedBy(3)));
        assertThat(Instant.now()).as("cron jobs are accepted before their time").isBefore(from.minusSeconds(1));
        // What comes all the time comes no longer than it has to.
        await().atMost(LONG).until(() -> Instant.now().isAfter(from.minusSeconds(1)));
    }

    private void submit(String name, Plan plan) throws InterruptedException {
        stage.submit(name + row, plan);
        submitted += plan.count();
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> count(name, facts -> facts.accepted() > 0) == plan.count());
    }

    private void flow(String name, Plan second) {
        flows.add(stage.startFlow(name + row, second));
    }

    private long count(String name, Predicate<JobFacts> asked) {
        return stage.decisions().count(Stage.GROUP + "/" + name + row, asked);
    }

    private void awaitMiddle() {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> works.stream().allMatch(this::begun));
        for (Work work : works) {
            assertThat(open(work)).as("what is left to do %s", work.words).isPositive();
        }
    }

    private boolean begun(Work work) {
        return switch (work) {
            case BURST ->
                count(work.submitter, facts -> facts.accepted() > 0) >= load(400, 6_000)
                        && count(work.submitter, facts -> facts.ended() > 0) >= load(100, 1_000);
            case CRON_MINUTE -> count(work.submitter, facts -> facts.ended() > 0) >= load(40, 400);
            case RETRIES -> count(work.submitter, UnderWay::failed) >= load(20, 2_000);
        };
    }

    private static boolean failed(JobFacts facts) {
        return !facts.attemptEnds().isEmpty();
    }

    private long open(Work work) {
        return stage.submissions().stream()
                .filter(each -> each.key().startsWith(Stage.GROUP + "/" + work.submitter + row))
                .filter(each -> stage.decisions().of(each.key()).ended() == 0)
                .count();
    }

    /**
     * Submits no more.
     *
     * @return how many jobs it was
     */
    int end() {
        for (Flow flow : flows) {
            flow.end();
            submitted += Math.toIntExact(flow.submitted());
        }
        flows.clear();
        return submitted;
    }

    /** How many jobs it was, once it has ended. */
    int submitted() {
        return submitted;
    }
}
