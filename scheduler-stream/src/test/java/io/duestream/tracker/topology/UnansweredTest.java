package io.duestream.tracker.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;

class UnansweredTest {
    private final Unanswered unanswered = new Unanswered();
    private final List<String> said = new ArrayList<>();

    @Test
    void a_wait_for_a_deleted_topic_ends_and_leaves_the_thread_as_it_was() {
        unanswered.sent("gone");

        await(() -> {
            unanswered.interrupt("gone", () -> said.add("gone"));
            waitForEver();
        });

        assertThat(said).containsExactly("gone");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_wait_for_nothing_of_the_topic_is_left_alone() {
        unanswered.sent("gone");
        unanswered.answered("gone");
        AtomicBoolean flushed = new AtomicBoolean();

        await(() -> {
            unanswered.interrupt("gone", () -> said.add("gone"));
            flushed.set(true);
        });

        assertThat(flushed).isTrue();
        assertThat(said).isEmpty();
    }

    @Test
    void outside_of_a_wait_nobody_is_interrupted() {
        unanswered.sent("gone");

        unanswered.interrupt("gone", () -> said.add("gone"));

        assertThat(said).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void an_interrupt_that_comes_just_as_the_wait_ends_does_not_reach_what_follows() {
        unanswered.sent("gone");

        await(() -> unanswered.interrupt("gone", () -> said.add("gone")));

        assertThat(said).containsExactly("gone");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void an_interrupt_by_somebody_else_is_passed_on() {
        assertThatThrownBy(() -> await(() -> {
                    Thread.currentThread().interrupt();
                    waitForEver();
                }))
                .isInstanceOf(InterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private void await(Runnable call) {
        unanswered.await(() -> {
            call.run();
            return null;
        });
    }

    /** As KafkaProducer.flush does: an interrupt becomes an exception, and the thread stays marked. */
    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
