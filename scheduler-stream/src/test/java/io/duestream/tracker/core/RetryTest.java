package io.duestream.tracker.core;

import static io.duestream.job.Result.EXCEPTION;
import static io.duestream.job.Result.FAILED;
import static io.duestream.job.Result.LATER;
import static io.duestream.job.Result.SUCCESS;
import static io.duestream.tracker.core.Scenario.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobDefinitionBuilder;
import io.duestream.job.Phase;
import io.duestream.job.RetryPolicy;
import io.duestream.record.event.AttemptDispatched;
import io.duestream.record.event.FireEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The four results and the retries. */
class RetryTest {
    @Test
    void success_is_final() {
        Scenario.of(aJob())
                .run()
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "job COMPLETED");
    }

    @Test
    void failed_is_final_and_never_tried_again() {
        Scenario.of(aJob())
                .run()
                .finished(1, FAILED)
                .told("1.0 attempt FAILED", "1.0 FAILED: the runner said so", "fire 1 FAILED", "job COMPLETED");
    }

    @Test
    void later_and_exception_are_tried_again_after_thirty_seconds() {
        Scenario.of(aJob())
                .run()
                .at("00:00:05")
                .finished(1, LATER)
                .told("1.0 attempt LATER", "1.0 retry 1 at 00:00:35")
                .phase(Phase.BACKING_OFF)
                .wakesAt("00:00:35")
                .at("00:00:34")
                .due()
                .told()
                .at("00:00:35")
                .due()
                .told("1.0 ready: retry 1")
                .phase(Phase.WAITING)
                .run()
                .finished(1, EXCEPTION)
                .told("1.0 attempt EXCEPTION", "1.0 retry 2 at 00:01:05");
    }

    @Test
    void a_retry_that_succeeds_ends_the_fire_as_succeeded() {
        Scenario.of(aJob())
                .run()
                .finished(1, EXCEPTION)
                .at("00:00:30")
                .due()
                .run()
                .finished(1, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 SUCCEEDED", "job COMPLETED")
                .expect(FireEnded.class, e -> {
                    assertThat(e.attempts()).isEqualTo(2);
                    assertThat(e.shardsFailed()).isZero();
                    assertThat(e.message()).isEqualTo("said");
                });
    }

    @Test
    void each_attempt_gets_a_higher_token() {
        Scenario.of(aJob())
                .admit()
                .expect(AttemptDispatched.class, e -> {
                    assertThat(e.token()).hasToString("0".repeat(31) + "1");
                    assertThat(e.attempt()).isEqualTo(1);
                })
                .finished(1, LATER)
                .at("00:00:30")
                .due()
                .admit()
                .expect(AttemptDispatched.class, e -> {
                    assertThat(e.token()).hasToString("0".repeat(31) + "2");
                    assertThat(e.attempt()).isEqualTo(2);
                });
    }

    @Test
    void ten_retries_are_the_default_and_the_eleventh_failure_is_final() {
        assertThat(RetryPolicy.DEFAULT.maxRetries()).isEqualTo(10);
        Scenario job = Scenario.of(aJob());
        assertThat(delays(job, 10)).containsOnly(30L).hasSize(10);
        job.run()
                .finished(1, EXCEPTION)
                .told(
                        "1.0 attempt EXCEPTION",
                        "1.0 FAILED: EXCEPTION after 10 retries",
                        "fire 1 FAILED",
                        "job COMPLETED");
    }

    @Test
    void without_retries_the_first_failure_is_final() {
        Scenario.of(aJob().retry(RetryPolicy.NONE))
                .run()
                .finished(1, LATER)
                .told("1.0 attempt LATER", "1.0 FAILED: LATER after 0 retries", "fire 1 FAILED", "job COMPLETED");
    }

    @Test
    void exponential_delays_double_up_to_the_longest() {
        JobDefinitionBuilder job =
                aJob().retry(RetryPolicy.exponential(6, Duration.ofSeconds(10), Duration.ofSeconds(100)));
        assertThat(delays(Scenario.of(job), 6)).containsExactly(10L, 20L, 40L, 80L, 100L, 100L);
    }

    @Test
    void retries_without_delay_go_at_once() {
        Scenario.of(aJob().retry(RetryPolicy.exponential(1000, Duration.ZERO, Duration.ofHours(1))))
                .run()
                .finished(1, EXCEPTION)
                .told("1.0 attempt EXCEPTION", "1.0 retry 1 at 00:00:00")
                .wakesAt("00:00:00")
                .due()
                .told("1.0 ready: retry 1");
    }

    @Test
    void the_longest_delay_holds_for_the_thousandth_retry() {
        RetryPolicy policy = RetryPolicy.exponential(1000, Duration.ofSeconds(1), Duration.ofDays(3660));
        assertThat(Backoff.delay(policy, 1000)).isEqualTo(Duration.ofDays(3660));
    }

    @Test
    void retries_count_for_each_fire_anew() {
        Scenario job = Scenario.of(
                        aJob().repeat(Duration.ofMinutes(5), 2).retry(RetryPolicy.fixed(1, Duration.ofSeconds(1))))
                .run()
                .finished(1, LATER)
                .at("00:00:01")
                .due()
                .run()
                .finished(1, LATER);
        job.at("00:05:00").due().run().finished(2, LATER).told("2.0 attempt LATER", "2.0 retry 1 at 00:05:01");
    }

    @Test
    void a_result_without_a_start_is_proof_enough_that_the_shard_was_started() {
        Scenario.of(aJob().expiry(Duration.ofSeconds(10)))
                .admit()
                .finished(1, LATER)
                .at("00:00:30")
                .due()
                .told("1.0 ready: retry 1")
                .sleeps();
    }

    private static List<Long> delays(Scenario job, int retries) {
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < retries; i++) {
            job.run().finished(1, EXCEPTION).phase(Phase.BACKING_OFF);
            Instant wake = job.job().wakeAt().orElseThrow();
            delays.add(Duration.between(job.now(), wake).toSeconds());
            job.at(wake.toString()).due();
        }
        return delays;
    }
}
