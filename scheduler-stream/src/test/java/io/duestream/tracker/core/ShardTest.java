package io.duestream.tracker.core;

import static io.duestream.job.Result.EXCEPTION;
import static io.duestream.job.Result.FAILED;
import static io.duestream.job.Result.SUCCESS;
import static io.duestream.record.report.DoubtReason.NODE_LOST;
import static io.duestream.tracker.core.Scenario.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.Phase;
import io.duestream.job.RetryPolicy;
import io.duestream.record.event.FireEnd;
import io.duestream.record.event.FireEnded;
import io.duestream.record.report.DoubtReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Fires of several shards. */
class ShardTest {
    @Test
    void a_fire_succeeds_when_all_its_thousand_shards_have() {
        Scenario job = Scenario.of(aJob().shards(1000));
        assertThat(job.job().ready()).hasSize(1000);
        IntStream.range(0, 1000).forEach(shard -> job.admit());
        assertThat(job.job().ready()).isEmpty();

        for (int shard = 0; shard < 999; shard++) {
            job.finished(1, shard, SUCCESS).told("1." + shard + " attempt SUCCESS", "1." + shard + " SUCCEEDED");
        }

        job.finished(1, 999, SUCCESS).expect(FireEnded.class, e -> {
            assertThat(e.end()).isEqualTo(FireEnd.SUCCEEDED);
            assertThat(e.attempts()).isEqualTo(1000);
            assertThat(e.shardsFailed()).isZero();
        });
        job.gone();
    }

    @Test
    void one_shard_that_fails_makes_the_fire_fail_when_the_others_have_ended() {
        Scenario.of(aJob().shards(3))
                .run()
                .run()
                .run()
                .finished(1, 1, FAILED)
                .told("1.1 attempt FAILED", "1.1 FAILED: the runner said so")
                .finished(1, 0, SUCCESS)
                .finished(1, 2, SUCCESS)
                .told("1.2 attempt SUCCESS", "1.2 SUCCEEDED", "fire 1 FAILED", "job COMPLETED")
                .expect(FireEnded.class, e -> {
                    assertThat(e.reason()).isEqualTo("the runner said so");
                    assertThat(e.shardsFailed()).isOne();
                });
    }

    @Test
    void each_shard_is_tried_again_by_itself() {
        Scenario job = Scenario.of(aJob().shards(2).retry(RetryPolicy.fixed(1, Duration.ofSeconds(10))))
                .run()
                .run()
                .finished(1, 0, EXCEPTION)
                .told("1.0 attempt EXCEPTION", "1.0 retry 1 at 00:00:10")
                .phase(Phase.RUNNING);

        job.at("00:00:05").finished(1, 1, EXCEPTION).told("1.1 attempt EXCEPTION", "1.1 retry 1 at 00:00:15");
        job.at("00:00:10").due().told("1.0 ready: retry 1").wakesAt("00:00:15");
        job.run().finished(1, 0, SUCCESS).at("00:00:15").due().run();
        job.finished(1, 1, EXCEPTION)
                .told(
                        "1.1 attempt EXCEPTION",
                        "1.1 FAILED: EXCEPTION after 1 retries",
                        "fire 1 FAILED",
                        "job COMPLETED");
    }

    @Test
    void a_lost_node_takes_only_its_own_shards() {
        Scenario.of(aJob().shards(2))
                .run()
                .run()
                .finished(1, 0, SUCCESS)
                .suspect(1, 1, NODE_LOST)
                .told("1.1 doubted: NODE_LOST until 00:00:30")
                .doubted(1, 1, NODE_LOST)
                .told("1.1 attempt LOST", "1.1 ready: node node-1 was lost")
                .ready(1L)
                .run()
                .finished(1, 1, SUCCESS)
                .told("1.1 attempt SUCCESS", "1.1 SUCCEEDED", "fire 1 SUCCEEDED", "job COMPLETED");
    }

    @Test
    void shards_that_were_not_started_in_time_expire_and_the_others_run_on() {
        Scenario job = Scenario.of(aJob().shards(3).expiry(Duration.ofMinutes(1)))
                .run()
                .admit()
                .at("00:01:00")
                .due()
                .told("1.1 doubted: EXPIRED until 00:01:30", "1.2 EXPIRED: not started by 2027-01-01T00:01:00Z");

        job.doubted(1, 1, DoubtReason.EXPIRED)
                .told("1.1 attempt EXPIRED", "1.1 EXPIRED: not started by 2027-01-01T00:01:00Z");
        job.finished(1, 0, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 EXPIRED", "job COMPLETED")
                .expect(FireEnded.class, e -> assertThat(e.shardsFailed()).isEqualTo(2));
    }

    @Test
    void a_cancel_ends_what_waits_and_leaves_what_runs() {
        Scenario.of(aJob().shards(3))
                .run()
                .cancel()
                .told("cancelled", "1.1 CANCELLED: the job was cancelled", "1.2 CANCELLED: the job was cancelled")
                .finished(1, 0, SUCCESS)
                .told("1.0 attempt SUCCESS", "1.0 SUCCEEDED", "fire 1 CANCELLED", "job CANCELLED");
    }

    @Test
    void the_gravest_end_of_a_shard_speaks_for_the_fire() {
        List<FireEnd> fromGravest = List.of(
                FireEnd.FAILED,
                FireEnd.GAVE_UP,
                FireEnd.EXPIRED,
                FireEnd.CANCELLED,
                FireEnd.REPLACED,
                FireEnd.SUCCEEDED);
        for (int graver = 0; graver < fromGravest.size(); graver++) {
            for (int other = graver; other < fromGravest.size(); other++) {
                assertThat(endOf(fromGravest.get(graver), fromGravest.get(other)))
                        .isEqualTo(fromGravest.get(graver));
                assertThat(endOf(fromGravest.get(other), fromGravest.get(graver)))
                        .isEqualTo(fromGravest.get(graver));
            }
        }
    }

    @Test
    void each_shard_keeps_its_index_and_gets_a_token_of_its_own() {
        Scenario job = Scenario.of(aJob().shards(3)).admit().admit().admit();

        assertThat(job.job().fires().get(0).shards()).extracting(Shard::index).containsExactly(0, 1, 2);
        assertThat(List.of(job.lease(1, 0), job.lease(1, 1), job.lease(1, 2))).doesNotHaveDuplicates();
    }

    /** How a fire of two shards ends that end as given. */
    private static FireEnd endOf(FireEnd first, FireEnd second) {
        Scenario job = Scenario.of(aJob().shards(2).expiry(Duration.ofMinutes(1)));
        Ending ending = new Ending();
        Draft draft = new Draft(Optional.of(job.job()), job.now());
        ending.endShard(draft, 1, 0, first, "", "");
        ending.endShard(draft, 1, 1, second, "", "");
        return draft.done().events().stream()
                .filter(FireEnded.class::isInstance)
                .map(e -> ((FireEnded) e).end())
                .findFirst()
                .orElseThrow();
    }
}
