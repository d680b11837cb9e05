package io.duestream.executor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.executor.Attempts;
import io.duestream.record.JobDispatch;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SolitudeTest {
    private static final Duration TIME = Duration.ofSeconds(5);

    private final PartitionQueues queues = new PartitionQueues(QueueBound.DEFAULT);
    private final StartOrder order = new StartOrder(queues);
    private final Solitude solitude = order.solitude();
    private long now = -7;
    private long offset;

    @Test
    void where_nothing_runs_it_begins_at_once_and_nothing_begins_beside_it() {
        Delivery asking = asks(0);
        other(1);

        assertThat(next()).contains(asking);
        assertThat(solitude.alone(asking)).isTrue();
        assertThat(next()).isEmpty();
        assertThat(order.left(now)).isZero();
    }

    @Test
    void it_waits_for_what_runs_and_nothing_begins_meanwhile() {
        Delivery running = start(0);
        Delivery asking = asks(1);
        other(2);
        assertThat(next()).isEmpty();
        after(4_999);
        assertThat(next()).isEmpty();
        assertThat(order.left(now)).isEqualTo(Duration.ofMillis(1).toNanos());

        assertThat(order.ended(running, now)).isTrue();
        assertThat(next()).contains(asking);
        assertThat(solitude.alone(asking)).isTrue();
    }

    @Test
    void it_does_not_wait_for_long_runs_for_ever() {
        start(0);
        Delivery asking = asks(1);
        next();
        after(5_000);

        assertThat(next()).contains(asking);
        assertThat(solitude.alone(asking)).isFalse();
    }

    @Test
    void others_begin_beside_it_when_its_time_is_over_and_the_brokers_know() {
        Delivery asking = asks(0);
        Delivery other = other(1);
        next();
        after(60_000);
        assertThat(solitude.enough(now)).as("its start is not reported yet").isEmpty();
        solitude.begun(asking, now);
        after(4_999);
        assertThat(solitude.enough(now)).isEmpty();
        after(1);

        assertThat(solitude.enough(now)).contains(asking);
        assertThat(solitude.enough(now)).isEmpty();
        assertThat(solitude.alone(asking)).as("what is reported from now on").isFalse();
        assertThat(next()).isEmpty();
        assertThat(solitude.accompanied(asking, now)).isTrue();
        assertThat(next()).contains(other);
    }

    @Test
    void its_end_lets_others_begin() {
        Delivery asking = asks(0);
        Delivery other = other(1);
        next();

        assertThat(order.ended(asking, now)).isTrue();
        assertThat(next()).contains(other);
    }

    @Test
    void what_was_kept_waiting_goes_first_for_as_long_as_it_was() {
        Delivery long1 = start(0);
        Delivery inCompany = asks(1);
        next();
        after(5_000);
        assertThat(next()).contains(inCompany);
        order.ended(inCompany, now);
        order.ended(long1, now);
        Delivery asking = asks(2);
        Delivery first = other(3);
        Delivery second = other(4);

        assertThat(next()).contains(first);
        after(5_000);
        assertThat(next()).isEmpty();
        order.ended(first, now);
        assertThat(next()).contains(asking);
        order.ended(asking, now);
        assertThat(next()).contains(second);
    }

    @Test
    void where_nothing_else_waits_the_next_that_asks_does_not_wait_either() {
        Delivery one = asks(0);
        Delivery two = asks(1);
        next();
        after(1_000);
        order.ended(one, now);

        assertThat(next()).contains(two);
        assertThat(solitude.alone(two)).isTrue();
    }

    @Test
    void what_goes_away_with_its_partition_holds_nobody_back() {
        start(0);
        asks(1);
        Delivery other = other(2);
        assertThat(next()).isEmpty();
        queues.drop(1);

        assertThat(next()).contains(other);
    }

    private Optional<Delivery> next() {
        return order.next(now);
    }

    private void after(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    private Delivery start(int partition) {
        Delivery delivery = other(partition);
        assertThat(next()).contains(delivery);
        return delivery;
    }

    private Delivery asks(int partition) {
        return add(
                partition,
                Attempts.of("job" + offset).lostAttempts(2).alone(TIME).dispatch());
    }

    private Delivery other(int partition) {
        return add(partition, Attempts.of("job" + offset).dispatch());
    }

    private Delivery add(int partition, JobDispatch dispatch) {
        Delivery delivery = new Delivery(partition, 1, offset++, 1, false, 10, dispatch);
        queues.add(delivery);
        return delivery;
    }
}
