package io.duestream.executor.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.executor.Attempts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DeliveriesTest {
    private final AtomicBoolean mayStart = new AtomicBoolean(true);
    private final Deliveries deliveries = new Deliveries(QueueBound.DEFAULT, mayStart::get);

    @Test
    void a_record_that_an_earlier_owner_may_have_started_is_confirmed_first() throws Exception {
        deliveries.assigned(0, 12);
        deliver(0, 11, 12);

        assertThat(take().confirmFirst()).isTrue();
        assertThat(take().confirmFirst()).isFalse();
    }

    @Test
    void a_record_whose_shard_lost_a_run_with_its_node_is_confirmed_first_though_nobody_had_it() throws Exception {
        deliveries.assigned(0, 0);
        deliveries.delivered(0, 5, 1, 10, Attempts.of("job").lostAttempts(1).dispatch());

        assertThat(take().confirmFirst()).isTrue();
    }

    @Test
    void what_starts_alone_waits_until_it_is_committed() throws Exception {
        deliveries.assigned(0, 12);
        deliver(0, 11);
        Delivery alone = take();
        CompletableFuture<Void> committed = waitsForCommit(alone);
        deliveries.settlements().committed(Map.of(0, 11L));
        assertThat(committed).isNotDone();
        deliveries.settlements().committed(Map.of(0, 12L));

        assertThat(committed).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void what_starts_alone_waits_no_more_for_a_partition_that_is_gone() throws Exception {
        deliveries.assigned(0, 12);
        deliver(0, 11);
        CompletableFuture<Void> committed = waitsForCommit(take());
        deliveries.forget(List.of(0));

        assertThat(committed).succeedsWithin(Duration.ofSeconds(4));
    }

    private CompletableFuture<Void> waitsForCommit(Delivery delivery) {
        return CompletableFuture.runAsync(() -> {
            try {
                deliveries.awaitCommitted(delivery);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void everything_is_confirmed_until_the_boundary_is_known() throws Exception {
        deliveries.assigned(0, Deliveries.UNKNOWN_BOUNDARY);
        assertThat(deliveries.boundaryUnknown(0)).isTrue();
        deliver(0, 11);
        deliveries.boundary(0, 12);
        deliver(0, 12);

        assertThat(deliveries.boundaryUnknown(0)).isFalse();
        assertThat(take().confirmFirst()).isTrue();
        assertThat(take().confirmFirst()).isFalse();
    }

    @Test
    void a_delivery_carries_the_generation_it_came_under() throws Exception {
        deliveries.assigned(0, 0);
        deliveries.delivered(0, 5, 42, 10, Attempts.of("job").dispatch());

        assertThat(take().generation()).isEqualTo(42);
    }

    @Test
    void records_of_partitions_that_are_not_assigned_are_left_alone() {
        deliver(3, 1);

        assertThat(deliveries.unreadable(3, 2)).isEmpty();
        assertThat(deliveries.standing()).isEqualTo(new Deliveries.Standing(0, 0, false));
    }

    @Test
    void a_worker_waits_until_something_is_delivered() {
        deliveries.assigned(0, 0);
        CompletableFuture<Delivery> taken = takeElsewhere();

        deliver(0, 1);

        assertThat(taken.join().offset()).isEqualTo(1);
    }

    @Test
    void a_worker_waits_until_it_may_start() {
        deliveries.assigned(0, 0);
        mayStart.set(false);
        CompletableFuture<Delivery> taken = takeElsewhere();
        deliver(0, 1);
        assertThat(taken).isNotDone();
        assertThat(deliveries.standing().waiting()).isEqualTo(1);

        mayStart.set(true);
        deliveries.startAgain();

        assertThat(taken.join().offset()).isEqualTo(1);
    }

    @Test
    void closing_sends_workers_home_and_commits_nothing_more() {
        deliveries.assigned(0, 0);
        CompletableFuture<Delivery> taken = takeElsewhere();

        deliveries.close();
        deliver(0, 1);

        assertThat(taken.join()).isNull();
        assertThat(deliveries.settlements().toCommit()).isEmpty();
    }

    @Test
    void withdrawn_records_are_neither_started_nor_committed_and_started_ones_are() throws Exception {
        deliveries.assigned(0, 0);
        deliver(0, 1, 2, 3);
        Delivery started = take();

        deliveries.withdraw(List.of(0));
        settle(started);

        assertThat(deliveries.standing()).isEqualTo(new Deliveries.Standing(0, 0, true));
        assertThat(deliveries.settlements().awaitSettled(List.of(0), Duration.ZERO))
                .isZero();
        assertThat(deliveries.settlements().toCommit()).isEqualTo(Map.of(0, 2L));
    }

    @Test
    void waiting_for_reports_ends_when_the_last_one_is_acknowledged() throws Exception {
        deliveries.assigned(0, 0);
        deliver(0, 1);
        Delivery started = take();
        CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(
                () -> deliveries.settlements().awaitSettled(List.of(0), Duration.ofSeconds(15)));

        settle(started);

        assertThat(waiting.join()).isZero();
    }

    @Test
    void waiting_for_reports_tells_how_many_are_missing_when_the_time_is_over() throws Exception {
        deliveries.assigned(0, 0);
        deliver(0, 1, 2);
        take();

        assertThat(deliveries.settlements().awaitSettled(List.of(0), Duration.ofMillis(1)))
                .isEqualTo(2);
    }

    @Test
    void a_run_of_a_partition_that_was_lost_settles_nothing_when_it_comes_back() throws Exception {
        deliveries.assigned(0, 0);
        deliver(0, 1);
        Delivery before = take();
        deliveries.forget(List.of(0));
        deliveries.assigned(0, 2);
        deliver(0, 1);

        settle(before);

        assertThat(deliveries.settlements().toCommit()).isEmpty();
        settle(take());
        assertThat(deliveries.settlements().toCommit()).isEqualTo(Map.of(0, 2L));
    }

    @Test
    void a_topic_that_was_made_anew_starts_a_new_count_and_what_waits_of_the_old_one_is_run() throws Exception {
        deliveries.assigned(0, 0);
        deliver(0, 100);
        deliver(0, 1);

        Delivery old = take();
        Delivery fresh = take();
        settle(old);
        assertThat(deliveries.settlements().toCommit()).isEmpty();
        settle(fresh);

        assertThat(old.offset()).isEqualTo(100);
        assertThat(deliveries.settlements().toCommit()).isEqualTo(Map.of(0, 2L));
    }

    private void deliver(int partition, long... offsets) {
        for (long offset : offsets) {
            deliveries.delivered(
                    partition, offset, 1, 10, Attempts.of("job-" + offset).dispatch());
        }
    }

    private Delivery take() throws InterruptedException {
        return deliveries.take().orElseThrow();
    }

    private void settle(Delivery delivery) {
        deliveries.settlements().settled(delivery.partition(), delivery.epoch(), delivery.offset());
    }

    /** A worker that waits by the time this returns. */
    private CompletableFuture<Delivery> takeElsewhere() {
        CompletableFuture<Delivery> taken = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            try {
                Optional<Delivery> delivery = deliveries.take();
                taken.complete(delivery.orElse(null));
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        worker.setDaemon(true);
        worker.start();
        await().until(() -> worker.getState() == Thread.State.WAITING);
        return taken;
    }
}
