package io.duestream.executor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.executor.delivery.Deliveries.Standing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CadenceTest {
    private static final Standing QUIET = new Standing(0, 0, false);
    private static final Standing WAITING = new Standing(5, 0, false);
    private static final Standing REPORTING = new Standing(5, 2, false);
    private static final Standing ALL_SETTLED = new Standing(0, 0, true);
    private static final Standing BUSY = new Standing(5, 2, true);

    /** Close to the end of the range, which nanoTime may be. */
    private static final long START = Long.MAX_VALUE - Duration.ofMillis(60).toNanos();

    private final Cadence cadence = new Cadence(Duration.ofMillis(50), START);

    @Test
    void a_flush_is_due_each_interval() {
        assertThat(cadence.flushDue(at(49))).isFalse();
        assertThat(cadence.flushDue(at(50))).isTrue();
        assertThat(cadence.flushDue(at(51))).isFalse();
        assertThat(cadence.flushDue(at(100))).isTrue();
    }

    @Test
    void nothing_to_commit_is_not_committed() {
        assertThat(cadence.commitDue(at(1000), QUIET)).isFalse();
        assertThat(cadence.commitDue(at(1000), REPORTING)).isFalse();
    }

    @Test
    void when_all_reports_have_arrived_the_commit_does_not_wait_for_the_next_flush() {
        assertThat(cadence.commitDue(at(19), ALL_SETTLED)).isFalse();
        assertThat(cadence.commitDue(at(20), ALL_SETTLED)).isTrue();
        assertThat(cadence.commitDue(at(30), ALL_SETTLED)).isFalse();
    }

    @Test
    void under_load_there_is_one_commit_in_a_flush_interval() {
        assertThat(cadence.commitDue(at(49), BUSY)).isFalse();
        assertThat(cadence.commitDue(at(50), BUSY)).isTrue();
        assertThat(cadence.commitDue(at(99), BUSY)).isFalse();
        assertThat(cadence.commitDue(at(100), BUSY)).isTrue();
    }

    @Test
    void a_poll_is_short_while_reports_are_on_their_way_and_long_when_nothing_is_to_be_done() {
        assertThat(cadence.pollTimeout(at(0), REPORTING)).isEqualTo(Cadence.WATCHFUL);
        assertThat(cadence.pollTimeout(at(45), REPORTING)).isEqualTo(Duration.ofMillis(5));
        assertThat(cadence.pollTimeout(at(20), WAITING)).isEqualTo(Duration.ofMillis(30));
        assertThat(cadence.pollTimeout(at(70), WAITING)).isZero();
        assertThat(cadence.pollTimeout(at(0), QUIET)).isEqualTo(Cadence.IDLE);
    }

    private static long at(long millis) {
        return START + Duration.ofMillis(millis).toNanos();
    }
}
