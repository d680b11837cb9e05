package io.duestream.executor.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private final AtomicInteger reliefs = new AtomicInteger();
    private final Backlog backlog = new Backlog(2, 100);

    @Test
    void there_is_room_up_to_the_number_of_records() {
        backlog.add(1);
        assertThat(backlog.hasRoom()).isTrue();
        backlog.add(1);
        assertThat(backlog.hasRoom()).isFalse();
    }

    @Test
    void there_is_room_up_to_the_number_of_bytes() {
        backlog.add(100);

        assertThat(backlog.hasRoom()).isFalse();
        assertThat(backlog.size()).isEqualTo(1);
    }

    @Test
    void relief_is_told_once_when_there_is_room_again() {
        backlog.onRelief(reliefs::incrementAndGet);
        backlog.add(10);
        backlog.add(10);
        backlog.remove(10);
        backlog.remove(10);

        assertThat(reliefs).hasValue(1);
    }

    @Test
    void waiting_ends_when_nothing_is_left_or_the_time_is_over() throws Exception {
        backlog.add(10);
        assertThat(backlog.awaitEmpty(Duration.ofMillis(1))).isFalse();

        Thread waiting = new Thread(() -> {
            try {
                backlog.awaitEmpty(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.start();
        backlog.remove(10);
        waiting.join(10_000);

        assertThat(waiting.isAlive()).isFalse();
        assertThat(backlog.awaitEmpty(Duration.ZERO)).isTrue();
    }
}
