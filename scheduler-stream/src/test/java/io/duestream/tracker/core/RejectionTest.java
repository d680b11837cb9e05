package io.duestream.tracker.core;

import static io.duestream.tracker.core.Scenario.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.cron.DstGap;
import io.duestream.cron.DstOverlap;
import io.duestream.job.Cron;
import io.duestream.job.Encoded;
import io.duestream.job.JobDefinitionBuilder;
import io.duestream.job.JobId;
import io.duestream.job.JobKey;
import io.duestream.job.Repeat;
import io.duestream.record.command.SubmitJob;
import io.duestream.record.event.JobRejected;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The tracker judges submissions itself: not every sender is ours. */
class RejectionTest {
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    @Test
    void a_rejection_tells_all_problems_at_once_and_makes_no_job() {
        Scenario.of(aJob().priority(-1)
                        .shards(1_000_000)
                        .repeat(Duration.ZERO, 0)
                        .notifyOutcome(true))
                .told("rejected: notifyOutcome: is set without a client group; name the one to notify"
                        + " | priority: is -1; 0 (highest) or more is expected"
                        + " | shards: is 1000000; 1 to 1000 are allowed"
                        + " | trigger.interval: is 0 ms; 1 ms to 3660 days are allowed"
                        + " | trigger.count: is 0; 1 or more, or -1 for ever, is expected")
                .gone();
    }

    @Test
    void what_the_contract_forbids_is_rejected_with_its_reason() {
        rejected(aJob().shards(0), "shards: is 0");
        rejected(aJob().payload(new byte[300_000]), "payload: has 300000 bytes");
        rejected(aJob().repeat(Duration.ofNanos(1), 1), "trigger.interval: is PT0.000000001S");
        rejected(aJob().repeat(Duration.ofSeconds(1), -2), "trigger.count: is -2");
        rejected(aJob().at(Instant.parse("9999-01-01T00:00:00Z")), "trigger.at: is 9999");
        rejected(aJob().cron("0 0 0 30 2 ?", "UTC"), "trigger.expression: '0 0 0 30 2 ?' can never fire");
        rejected(aJob().cron("61 * * * *", "UTC"), "trigger.expression: ");
        rejected(aJob().cron("* * * * *", "Europe/Atlantis"), "trigger.zone: 'Europe/Atlantis' is not a time zone");
        rejected(aJob().runTimeout(Duration.ZERO), "limits.runTimeout: is 0 ms");
    }

    @Test
    void a_key_that_no_topic_takes_is_rejected() {
        assertThat(reasons(new JobKey("a group", "x".repeat(10_000)), aJob()))
                .hasSize(2)
                .anySatisfy(reason -> assertThat(reason).startsWith("group: "))
                .anySatisfy(reason -> assertThat(reason).startsWith("taskId: has 10000 characters"));
        assertThat(reasons(new JobKey("mail", "a\u0007b"), aJob()))
                .singleElement()
                .asString()
                .startsWith("taskId: 'a");
    }

    @Test
    void a_trigger_without_a_future_fire_is_rejected() {
        String reason = "trigger: has no fire after 2027-01-01T00:00:00Z; it would never run";
        rejected(aJob().cron("0 0 0 1 1 ? 2020", "UTC"), reason);
        rejected(aJob().trigger(endedCron()), reason);
        rejected(
                aJob().trigger(new Repeat(
                        Duration.ofMinutes(1), 5, Optional.empty(), Optional.of(NOW.minusSeconds(1)))),
                reason);
    }

    @Test
    void a_repeat_whose_end_is_now_still_has_one_fire() {
        Scenario.of(aJob().trigger(new Repeat(Duration.ofMinutes(1), 5, Optional.empty(), Optional.of(NOW))))
                .told("accepted, next 00:00:00", "fire 1 for 00:00:00");
    }

    @Test
    void the_reasons_stay_within_the_bounds_of_their_record() {
        JobDefinitionBuilder job = aJob();
        for (int i = 0; i < 100; i++) {
            job.parameter(i + "x".repeat(5_000), "y".repeat(5_000));
        }
        assertThat(reasons(Scenario.KEY, job))
                .hasSize(64)
                .allSatisfy(reason -> assertThat(reason).hasSizeLessThanOrEqualTo(1024));
    }

    private static Cron endedCron() {
        return new Cron("0 * * * * ?", "UTC", Optional.empty(), Optional.of(NOW), DstGap.RUN_AFTER, DstOverlap.FIRST);
    }

    private static void rejected(JobDefinitionBuilder job, String beginning) {
        assertThat(reasons(Scenario.KEY, job)).singleElement().asString().startsWith(beginning);
    }

    private static List<String> reasons(JobKey key, JobDefinitionBuilder job) {
        SubmitJob submit = new SubmitJob(Optional.empty(), false, Optional.empty(), Encoded.of(job.build()));
        Decision decision = new JobLifecycle(CoreSettings.DEFAULT)
                .decide(key, Optional.empty(), new Input.CommandReceived(submit, new JobId(0, 0), false), NOW);
        assertThat(decision.after()).isEmpty();
        assertThat(decision.events()).singleElement().isInstanceOf(JobRejected.class);
        return ((JobRejected) decision.events().get(0)).reasons();
    }
}
