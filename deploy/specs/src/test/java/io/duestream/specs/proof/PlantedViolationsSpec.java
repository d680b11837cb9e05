package io.duestream.specs.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.Job;
import io.duestream.client.JobClient;
import io.duestream.executor.Executor;
import io.duestream.job.JobKey;
import io.duestream.job.RetryPolicy;
import io.duestream.job.Token;
import io.duestream.record.AuditRecord;
import io.duestream.record.InputTopic;
import io.duestream.record.RecordInput;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.CommandRefused;
import io.duestream.record.event.FireEnded;
import io.duestream.record.event.FiresSkipped;
import io.duestream.record.event.JobAccepted;
import io.duestream.record.event.JobEnded;
import io.duestream.record.event.JobEvent;
import io.duestream.record.event.JobPaused;
import io.duestream.record.event.JobResumed;
import io.duestream.specs.fixture.Cluster;
import io.duestream.topic.Topics;
import io.duestream.tracker.process.Tracker;
import io.duestream.tracker.process.TrackerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each mistake that is planted into a copy of a real log is found, and nothing else is. */
class PlantedViolationsSpec {
    private static final String GROUP = Workload.GROUP;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final AtomicInteger COPIES = new AtomicInteger();
    private static final JobKey CRON = new JobKey(GROUP, "cron");
    private static final JobKey LATER = new JobKey(GROUP, "later");
    private static final JobKey AT = new JobKey(GROUP, "at");
    private static final JobKey FAR = new JobKey(GROUP, "far");
    private static final JobKey NOBODY = new JobKey(GROUP, "nobody");

    private static Cluster cluster;

    @BeforeAll
    static void run_a_few_jobs() {
        cluster = Cluster.embedded();
        Tracker tracker = cluster.startTracker(TrackerConfig.MISFIRE_THRESHOLD, "1000");
        Executor executor = cluster.startExecutor(GROUP, 2, Workload::run);
        JobClient client = cluster.startClient("shop");
        client.submit(Job.of(LATER).type("later").retry(RetryPolicy.fixed(2, Duration.ofMillis(100))));
        client.submit(Job.of(FAR).at(Instant.now().plus(Duration.ofDays(30))));
        client.submit(Job.of(AT).at(Instant.now().plusSeconds(1)));
        client.submit(Job.of(CRON).cron("* * * * * ?", "UTC"));
        client.pause(NOBODY, "no such job");
        awaitEvents(CRON, FireEnded.class, 2);
        client.pause(CRON, "for a while");
        awaitEvents(CRON, JobPaused.class, 1);
        Instant paused = Instant.now();
        await().atMost(SOON).until(() -> Instant.now().isAfter(paused.plusSeconds(4)));
        client.resume(CRON, "goes on");
        awaitEvents(CRON, FireEnded.class, 4);
        client.cancel(CRON, false, "enough");
        client.pause(NOBODY, "still no such job");
        awaitEvents(NOBODY, CommandRefused.class, 2);
        List.of(CRON, LATER, AT).forEach(key -> awaitEvents(key, JobEnded.class, 1));
        cluster.stop(executor);
        cluster.stop(tracker);
    }

    private static void awaitEvents(JobKey key, Class<? extends JobEvent> kind, int count) {
        await().atMost(SOON).until(() -> cluster.audit().events(key, kind).size() >= count);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void a_copy_without_a_mistake_proves_what_the_original_proves() throws Exception {
        Plant nothing = new Plant(cluster.topics());

        Proof original = Proof.of(cluster.bootstrapServers(), cluster.topics().cluster());
        Proof copy = proofOf(nothing);

        assertThat(copy.violations()).isEmpty();
        assertThat(copy.exitCode()).isZero();
        assertThat(copy.said()).isEqualTo(original.said());
    }

    @Test
    void a_lost_fire() throws Exception {
        Plant plant =
                new Plant(cluster.topics()).inDecisions(AT, JobEnded.class, events -> without(events, FireEnded.class));

        assertFound(plant, "one-terminal-event", AT, "has no terminal event");
    }

    @Test
    void a_second_terminal_event() throws Exception {
        Plant plant =
                new Plant(cluster.topics()).inDecisions(LATER, FireEnded.class, PlantedViolationsSpec::endedTwice);

        assertFound(plant, "one-terminal-event", LATER, "which has ended before");
    }

    @Test
    void an_early_dispatch() throws Exception {
        Plant plant = new Plant(cluster.topics())
                .inDecisions(
                        AT,
                        AttemptDispatched.class,
                        events -> events.stream()
                                .map(each -> each instanceof AttemptDispatched e ? Plant.earlier(e) : each)
                                .toList())
                .inDispatches(AT, dispatch -> Optional.of(Plant.earlier(dispatch)));

        assertFound(plant, "never-early", AT, "before it is due");
    }

    @Test
    void a_stale_result_that_counted() throws Exception {
        Plant plant = new Plant(cluster.topics()).inResults(LATER, 2, token -> new Token(token.accepted(), 1));

        assertFound(
                plant,
                "stale-changes-nothing",
                LATER,
                "but the report is of",
                () -> plant.decision(each -> (each.input() instanceof RecordInput input
                                && input.topic() == InputTopic.FEEDBACK)
                        && plant.planted().place().endsWith(".feedback-" + input.partition() + "@" + input.offset())));
    }

    @Test
    void a_cron_fire_that_never_was() throws Exception {
        Plant plant = new Plant(cluster.topics())
                .inDecisions(CRON, JobResumed.class, events -> without(events, FiresSkipped.class));

        assertFound(plant, "expected-fires", CRON, "opens the fire due at");
    }

    @Test
    void a_due_time_that_passed_without_a_decision() throws Exception {
        Plant plant = new Plant(cluster.topics()).inRecords(FAR, JobAccepted.class, Plant::dueAtOnce);

        assertFound(plant, "wakes-have-sequel", FAR, "should have woken at");
    }

    @Test
    void a_gap_in_the_sequence() throws Exception {
        Plant plant = new Plant(cluster.topics())
                .inRecords(
                        AT,
                        JobEnded.class,
                        record -> Optional.of(
                                Plant.numbered(record, record.sequence().orElseThrow() + 1)));

        assertFound(plant, "sequence", AT, "was expected");
    }

    @Test
    void a_command_without_an_answer() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        Plant plant = new Plant(cluster.topics())
                .inRecords(
                        NOBODY,
                        CommandRefused.class,
                        record -> first.getAndSet(false) ? Optional.<AuditRecord>empty() : Optional.of(record));

        Proof proof = proofOf(plant);

        assertThat(proof.exitCode()).isEqualTo(1);
        assertThat(proof.violations()).singleElement().asString().startsWith("answered-once - ");
        assertThat(proof.violations()).singleElement().asString().contains("has no answer");
        RecordInput unanswered = (RecordInput) ((AuditRecord) plant.planted().original()).input();
        assertThat(proof.violations())
                .singleElement()
                .asString()
                .contains(".commands-" + unanswered.partition() + "@" + unanswered.offset() + ": ");
    }

    @Test
    void a_dispatch_that_nobody_decided() throws Exception {
        Plant plant = new Plant(cluster.topics()).addDispatch(CRON);

        assertFound(plant, "dispatch-agrees", CRON, "no decision says so");
    }

    @Test
    void a_decision_whose_dispatch_is_missing() throws Exception {
        Plant plant = new Plant(cluster.topics())
                .inDispatches(CRON, dispatch -> dispatch.fire() == 3 ? Optional.empty() : Optional.of(dispatch));

        assertFound(
                plant,
                "dispatch-agrees",
                CRON,
                "no such record is in the dispatch topic",
                () -> plant.decision(each -> each.key().equals(CRON)
                        && each.events().stream()
                                .anyMatch(event -> event instanceof AttemptDispatched e && e.fire() == 3)));
    }

    private static List<JobEvent> without(List<JobEvent> events, Class<? extends JobEvent> kind) {
        return events.stream().filter(each -> !kind.isInstance(each)).toList();
    }

    private static List<JobEvent> endedTwice(List<JobEvent> events) {
        List<JobEvent> twice = new ArrayList<>(events);
        JobEvent end =
                events.stream().filter(FireEnded.class::isInstance).findFirst().orElseThrow();
        twice.add(events.indexOf(end), end);
        return twice;
    }

    private static Topics planted(Plant plant) throws Exception {
        Topics copy = Topics.of(cluster.topics().cluster() + "-copy" + COPIES.incrementAndGet());
        plant.into(cluster.bootstrapServers(), copy);
        return copy;
    }

    private static Proof proofOf(Plant plant) throws Exception {
        return Proof.of(cluster.bootstrapServers(), planted(plant).cluster());
    }

    private static void assertFound(Plant plant, String check, JobKey job, String words) throws Exception {
        assertFound(plant, check, job, words, () -> plant.planted().place());
    }

    /** The place is asked for once the mistake is planted. */
    private static void assertFound(Plant plant, String check, JobKey job, String words, Supplier<String> place)
            throws Exception {
        Proof proof = proofOf(plant);

        assertThat(proof.violations())
                .singleElement()
                .asString()
                .startsWith(check + " " + job + " " + place.get() + ": ")
                .contains(words);
        assertThat(proof.exitCode()).isEqualTo(1);
    }
}
