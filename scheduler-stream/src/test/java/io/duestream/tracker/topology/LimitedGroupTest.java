package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.JobDefinition;
import io.duestream.record.JobDispatch;
import io.duestream.record.command.CancelJob;
import io.duestream.record.command.ChangeGroup;
import io.duestream.record.command.PauseJob;
import io.duestream.record.command.ResumeJob;
import io.duestream.tracker.store.StateStores;
import io.duestream.tracker.topology.TasksUnderTest.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits of a whole group, whichever partitions its jobs are on: four partitions, records that take their time. */
class LimitedGroupTest {
    private final TasksUnderTest cluster = new TasksUnderTest(4);

    @BeforeEach
    void start() {
        cluster.threads(100);
        cluster.delay = () -> 8;
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void submit(int partition, int count) {
        for (int i = 0; i < count; i++) {
            cluster.submit(partition, JobDefinition.builder());
        }
    }

    /** A partition that does not own the group. */
    private int elsewhere() {
        return (cluster.owner() + 1) % 4;
    }

    private void limit(ChangeGroup change) {
        cluster.change(change);
        cluster.advance(Duration.ofMillis(200));
    }

    @Test
    void a_rate_is_never_exceeded_and_nearly_all_of_it_used_with_all_jobs_on_one_partition() {
        limit(TasksUnderTest.rate(20));
        submit(elsewhere(), 700);

        cluster.advance(Duration.ofSeconds(30));

        assertRate(20);
        assertThat(cluster.dispatched).hasSizeGreaterThan(30 * 20 * 8 / 10);
    }

    @Test
    void a_rate_holds_when_the_tracker_of_the_jobs_is_away_for_a_while() {
        limit(TasksUnderTest.rate(20));
        submit(elsewhere(), 2_000);
        cluster.advance(Duration.ofSeconds(10));
        int before = cluster.dispatched.size();

        cluster.kill(elsewhere());
        cluster.advance(Duration.ofSeconds(12));
        assertThat(cluster.dispatched).hasSize(before);
        cluster.takeOver(elsewhere());
        cluster.advance(Duration.ofSeconds(30));

        assertRate(20);
        assertThat(cluster.dispatched).hasSizeGreaterThan(before + 30 * 20 * 8 / 10);
    }

    @Test
    void a_rate_holds_when_the_owner_of_the_group_is_away_for_a_while() {
        limit(TasksUnderTest.rate(20));
        submit(elsewhere(), 2_000);
        cluster.advance(Duration.ofSeconds(10));
        int before = cluster.dispatched.size();

        cluster.kill(cluster.owner());
        cluster.advance(Duration.ofSeconds(12));
        cluster.takeOver(cluster.owner());
        cluster.advance(Duration.ofSeconds(30));

        assertRate(20);
        assertThat(cluster.dispatched).hasSizeGreaterThan(before + 30 * 20 * 8 / 10);
    }

    /** In any span no more than the rate allows, and one second's worth. */
    private void assertRate(int rate) {
        long[] at = cluster.dispatched.stream()
                .mapToLong(each -> each.at().toEpochMilli())
                .toArray();
        for (int first = 0; first < at.length; first++) {
            for (int last = first; last < at.length; last++) {
                long allowed = rate * (at[last] - at[first] + 1_000);
                if (1_000L * (last - first + 1) > allowed) {
                    throw new AssertionError((last - first + 1) + " were dispatched within " + (at[last] - at[first])
                            + " ms; the rate is " + rate + " a second");
                }
            }
        }
        assertThat(at).isNotEmpty();
    }

    @Test
    void a_concurrency_is_never_exceeded_and_nearly_all_of_it_used() {
        limit(TasksUnderTest.concurrency(5));
        submit(elsewhere(), 200);

        cluster.advance(Duration.ofSeconds(30));

        assertConcurrency(5);
        assertThat(cluster.ended).hasSizeGreaterThan(30 * 5 * 8 / 10);
    }

    @Test
    void a_concurrency_holds_over_restarts_of_all_trackers() {
        limit(TasksUnderTest.concurrency(5));
        submit(elsewhere(), 200);
        cluster.advance(Duration.ofSeconds(5));

        cluster.kill(0, 1, 2, 3);
        cluster.advance(Duration.ofSeconds(10));
        cluster.takeOver(0, 1, 2, 3);
        int before = cluster.ended.size();
        cluster.advance(Duration.ofSeconds(20));

        assertConcurrency(5);
        assertThat(cluster.ended).hasSizeGreaterThan(before + 20 * 5 * 8 / 10);
    }

    @Test
    void an_admission_of_a_request_that_was_given_up_is_not_taken_for_the_next_one() {
        limit(TasksUnderTest.concurrency(1));
        submit(cluster.owner(), 1);
        cluster.advance(Duration.ofMillis(100));
        String held = cluster.submit(elsewhere(), JobDefinition.builder());
        cluster.advance(Duration.ofMillis(100));
        submit(cluster.owner(), 1);
        cluster.advance(Duration.ofMillis(100));

        cluster.kill(elsewhere());
        cluster.tell(held, new PauseJob(""));
        cluster.tell(held, new ResumeJob(""));
        cluster.advance(Duration.ofSeconds(2));
        cluster.takeOver(elsewhere());
        cluster.advance(Duration.ofSeconds(10));

        assertConcurrency(1);
        assertThat(cluster.ended).hasSize(3);
        assertNothingIsLeft();
    }

    private void assertConcurrency(int most) {
        for (Seen each : cluster.dispatched) {
            Instant at = each.at();
            long out = cluster.dispatched.stream()
                    .filter(other -> !other.at().isAfter(at))
                    .filter(other -> at.isBefore(other.at().plus(cluster.runs.apply(other.run()))))
                    .count();
            if (out > most) {
                throw new AssertionError(out + " were out at " + at + "; " + most + " may be");
            }
        }
        assertThat(cluster.dispatched).isNotEmpty();
    }

    @Test
    void a_limit_that_is_switched_on_counts_what_is_out_already() {
        cluster.runs = run -> Duration.ofSeconds(10);
        submit(elsewhere(), 6);
        submit(cluster.owner(), 3);
        cluster.advance(Duration.ofSeconds(1));
        assertThat(cluster.out()).isEqualTo(9);

        limit(TasksUnderTest.concurrency(4));
        submit(elsewhere(), 8);
        cluster.advance(Duration.ofSeconds(5));
        assertThat(cluster.out())
                .as("nothing new while more are out than may be")
                .isEqualTo(9);
        cluster.advance(Duration.ofSeconds(6));

        assertThat(cluster.out()).isEqualTo(4);
    }

    @Test
    void a_limit_that_is_switched_on_admits_nothing_until_every_partition_has_reported() {
        int silent = (cluster.owner() + 2) % 4;
        cluster.kill(silent);
        limit(TasksUnderTest.concurrency(4));
        submit(elsewhere(), 8);
        cluster.advance(Duration.ofSeconds(5));
        assertThat(cluster.out()).isZero();

        cluster.takeOver(silent);
        cluster.advance(Duration.ofMillis(500));

        assertThat(cluster.out()).isEqualTo(4);
    }

    @Test
    void a_limit_that_is_removed_blocks_nothing() {
        limit(TasksUnderTest.concurrency(2));
        submit(elsewhere(), 600);
        cluster.advance(Duration.ofSeconds(3));

        limit(TasksUnderTest.concurrency(0));
        cluster.advance(Duration.ofSeconds(30));

        assertThat(cluster.ended).hasSize(600);
        assertThat(cluster.idle()).isTrue();
        assertNothingIsLeft();
    }

    @Test
    void a_limit_that_changes_while_work_waits_loses_nothing() {
        limit(TasksUnderTest.concurrency(2));
        submit(elsewhere(), 100);
        for (int round = 0; round < 10; round++) {
            cluster.change(TasksUnderTest.concurrency(round % 3));
            cluster.advance(Duration.ofMillis(37));
            cluster.change(TasksUnderTest.rate(round % 2 * 30));
            cluster.advance(Duration.ofMillis(300));
        }
        cluster.change(TasksUnderTest.concurrency(7));
        cluster.advance(Duration.ofSeconds(60));

        assertThat(cluster.ended).hasSize(100);
        assertThat(cluster.ended.stream()
                        .map(Seen::run)
                        .map(JobDispatch::taskId)
                        .distinct())
                .hasSize(100);
        assertNothingIsLeft();
    }

    /** The owner keeps its state and who has reported; nobody keeps a request or an admission. */
    private void assertNothingIsLeft() {
        cluster.tasks.forEach(
                task -> assertThat(Rows.in(task, StateStores.REQUESTS)).isEmpty());
        cluster.tasks.forEach(
                task -> assertThat(Rows.in(task, StateStores.LIMITS)).hasSizeLessThanOrEqualTo(5));
    }

    @Test
    void what_is_cancelled_while_it_waits_gives_its_place_to_others() {
        limit(TasksUnderTest.concurrency(1));
        List<String> keys = IntStream.range(0, 300)
                .mapToObj(each -> cluster.submit(elsewhere(), JobDefinition.builder()))
                .toList();
        cluster.advance(Duration.ofMillis(500));
        assertThat(cluster.out()).isEqualTo(1);

        keys.subList(0, 299).forEach(key -> cluster.tell(key, new CancelJob(false, "")));
        cluster.advance(Duration.ofSeconds(4));

        assertThat(cluster.ended).hasSizeLessThanOrEqualTo(3);
        assertThat(cluster.ended.get(cluster.ended.size() - 1).run().taskId())
                .isEqualTo(keys.get(299).substring("mail/".length()));
        assertNothingIsLeft();
    }

    @Test
    void priority_goes_first_across_partitions() {
        limit(TasksUnderTest.concurrency(1));
        submit(elsewhere(), 1_000);
        cluster.advance(Duration.ofSeconds(3));
        String high = cluster.submit(
                (cluster.owner() + 3) % 4, JobDefinition.builder().priority(1));
        Instant asked = cluster.now;
        cluster.advance(Duration.ofSeconds(3));

        Seen seen = cluster.dispatched.stream()
                .filter(each -> ("mail/" + each.run().taskId()).equals(high))
                .findFirst()
                .orElseThrow();
        assertThat(Duration.between(asked, seen.at())).isLessThan(Duration.ofMillis(1_200));
    }

    @Test
    void each_shard_takes_a_place_of_its_own() {
        limit(TasksUnderTest.concurrency(3));
        cluster.submit(elsewhere(), JobDefinition.builder().shards(10));
        cluster.advance(Duration.ofMillis(300));
        assertThat(cluster.out()).isEqualTo(3);

        cluster.advance(Duration.ofSeconds(10));

        assertThat(cluster.ended).hasSize(10);
        assertNothingIsLeft();
    }

    @Test
    void an_idle_limited_group_does_nothing() {
        limit(TasksUnderTest.rate(5));
        submit(elsewhere(), 3);
        cluster.advance(Duration.ofSeconds(10));
        List<Integer> sent =
                cluster.tasks.stream().map(task -> task.sent.size()).toList();

        cluster.advance(Duration.ofMinutes(5));

        assertThat(cluster.tasks.stream().map(task -> task.sent.size())).isEqualTo(sent);
        cluster.tasks.forEach(
                task -> assertThat(task.wakesAt().orElseThrow()).isAfter(cluster.now.plus(Duration.ofMinutes(4))));
    }
}
