package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class StreamThreadsTest {
    private static final Duration ASKED = Duration.ofMillis(100);
    private static final TaskId TASK = new TaskId(0, 1);

    private long nanos = Duration.ofDays(1).toNanos();
    private long millis;
    private int requested;
    private final StreamThreads threads = new StreamThreads(() -> nanos, new SteadyTime(SetClock.at(() -> millis)));

    @Test
    void an_idle_thread_polls_as_long_as_streams_asks() {
        assertThat(threads.pollAtMost(ASKED)).isEqualTo(ASKED);
    }

    @Test
    void a_poll_ends_at_the_next_wake_of_any_task() {
        threads.arm(TASK, 1_030);
        threads.arm(new TaskId(0, 2), 1_010);
        millis = 1_000;
        assertThat(threads.pollAtMost(ASKED)).hasMillis(10);
        threads.disarm(new TaskId(0, 2));
        assertThat(threads.pollAtMost(ASKED)).hasMillis(30);
        millis = 2_000;
        assertThat(threads.pollAtMost(ASKED)).as("a wake in the past").hasMillis(0);
    }

    @Test
    void what_comes_after_a_pause_is_committed_at_once() {
        emit(1);
        assertThat(requested).isEqualTo(1);
    }

    @Test
    void what_comes_within_five_milliseconds_of_a_commit_waits_for_them() {
        threads.committed();
        pass(1);
        emit(3);
        assertThat(requested).isZero();
        assertThat(threads.pollAtMost(ASKED)).hasMillis(4);
        pass(4);
        threads.pollAtMost(ASKED);

        assertThat(requested).isEqualTo(1);
    }

    @Test
    void after_two_hundred_emits_a_commit_waits_fifty_milliseconds_and_the_poll_with_it() {
        threads.committed();
        emit(200);
        pass(10);
        emit(1);
        assertThat(requested).isZero();
        assertThat(threads.pollAtMost(ASKED)).hasMillis(40);
        pass(40);
        assertThat(threads.pollAtMost(ASKED)).hasMillis(0);

        assertThat(requested).isEqualTo(1);
    }

    @Test
    void where_commits_take_long_a_thread_works_twice_as_long_before_the_next() {
        commitThatTakes(12);
        commitThatTakes(15);
        emit(1);

        assertThat(threads.pollAtMost(ASKED)).hasMillis(24);
        pass(24);
        emit(1);
        assertThat(requested).isEqualTo(1);
    }

    @Test
    void however_long_commits_take_the_next_comes_within_fifty_milliseconds() {
        commitThatTakes(400);
        commitThatTakes(400);
        emit(1);

        assertThat(threads.pollAtMost(ASKED)).hasMillis(50);
    }

    @Test
    void one_slow_commit_alone_changes_nothing() {
        commitThatTakes(2);
        commitThatTakes(400);
        emit(1);

        assertThat(threads.pollAtMost(ASKED)).hasMillis(5);
    }

    @Test
    void what_a_transaction_took_that_was_given_up_does_not_count() {
        commitThatTakes(20);
        threads.committing();
        pass(400);
        threads.aborted();
        threads.committed();
        emit(1);

        assertThat(threads.pollAtMost(ASKED)).hasMillis(5);
    }

    @Test
    void after_the_commit_nothing_presses_any_more() {
        emit(500);
        threads.committed();

        assertThat(threads.pollAtMost(ASKED)).isEqualTo(ASKED);
        assertThat(requested).isZero();
    }

    private void emit(int records) {
        threads.emitted(records, () -> requested++);
    }

    private void commitThatTakes(int millis) {
        threads.committing();
        pass(millis);
        threads.committed();
    }

    private void pass(int millis) {
        nanos += Duration.ofMillis(millis).toNanos();
    }
}
