package io.duestream.tracker.core;

import static io.duestream.job.Result.LATER;
import static io.duestream.tracker.core.Scenario.aJob;
import static io.duestream.tracker.core.Scenario.everyMinute;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.FirePolicy;
import io.duestream.job.JobDefinitionBuilder;
import io.duestream.job.MisfirePolicy;
import io.duestream.job.OverlapPolicy;
import io.duestream.job.RetryPolicy;
import io.duestream.record.report.DoubtReason;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A job wakes at the earliest of next fire, retry, time limit and repeated doubt, and never without doing something. */
class WakeTest {
    @Test
    void the_earliest_of_all_counts() {
        Scenario job = Scenario.of(everyMinute()
                        .overlap(OverlapPolicy.ALLOW)
                        .shards(3)
                        .retry(RetryPolicy.fixed(3, Duration.ofSeconds(45)))
                        .runTimeout(Duration.ofSeconds(50))
                        .expiry(Duration.ofSeconds(55)))
                .at("00:01:00")
                .due()
                .wakesAt("00:01:55")
                .run()
                .wakesAt("00:01:50")
                .run()
                .finished(1, 1, LATER)
                .wakesAt("00:01:45");

        job.suspect(1, 0, DoubtReason.NODE_LOST).wakesAt("00:01:30");
        job.doubted(1, 0, DoubtReason.NODE_LOST).wakesAt("00:01:45");
    }

    @Test
    void what_waits_for_somebody_else_has_no_wake_time() {
        Scenario.of(aJob()).sleeps().admit().sleeps().started(1, 0).sleeps();
        Scenario.of(aJob().runTimeout(Duration.ofMinutes(1)))
                .run()
                .wakesAt("00:01:00")
                .cancel()
                .wakesAt("00:01:00");
    }

    /** A wake time in the past whose decision changed nothing would come again for ever; Scenario refuses it each time. */
    @Test
    void a_job_that_is_woken_late_comes_to_rest_whatever_its_policies_and_state() {
        for (OverlapPolicy overlap : OverlapPolicy.values()) {
            for (MisfirePolicy misfire : MisfirePolicy.values()) {
                for (int cap : new int[] {1, 20, 10_000}) {
                    JobDefinitionBuilder definition = aJob().cron("*/2 * * * * ?", "UTC")
                            .firing(new FirePolicy(overlap, misfire, Duration.ofDays(1), cap))
                            .retry(RetryPolicy.fixed(3, Duration.ofSeconds(90)))
                            .runTimeout(Duration.ofMinutes(2))
                            .expiry(Duration.ofMinutes(10));
                    restsFrom(definition, job -> job);
                    restsFrom(definition, Scenario::admit);
                    restsFrom(definition, Scenario::run);
                    restsFrom(definition, job -> job.run().finished(1, LATER));
                    restsFrom(definition, job -> job.run().pause());
                    restsFrom(
                            definition, job -> job.run().pause().at("06:59:59").resume());
                    restsFrom(definition, job -> job.run().finished(1, LATER).pause());
                    restsFrom(definition, job -> job.run().cancel());
                    restsFrom(definition, job -> job.run().at("00:00:03").trigger());
                }
            }
        }
    }

    private static void restsFrom(JobDefinitionBuilder definition, UnaryOperator<Scenario> state) {
        Scenario job = state.apply(Scenario.of(definition).at("00:00:02").due()).at("07:00:00");
        int decisions = 0;
        while (wantsToWake(job)) {
            job.due();
            assertThat(++decisions).as("decisions at one instant").isLessThan(1_000);
        }
    }

    private static boolean wantsToWake(Scenario job) {
        Instant now = job.now();
        return job.alive() && job.job().wakeAt().filter(at -> !at.isAfter(now)).isPresent();
    }
}
