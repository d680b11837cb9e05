package io.duestream.tracker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TrackerEndTest {
    private final AtomicInteger closings = new AtomicInteger();
    private final TrackerEnd end = new TrackerEnd("tracker-1", this::close);

    private void close() {
        closings.incrementAndGet();
        end.closed();
    }

    @Test
    void streams_that_gave_up_close_the_tracker_and_whoever_waits_learns_why() {
        end.streamsAre(KafkaStreams.State.RUNNING);
        end.streamsAre(KafkaStreams.State.PENDING_ERROR);
        end.streamsAre(KafkaStreams.State.ERROR);

        assertThatThrownBy(end::await)
                .isInstanceOf(TrackerEndedException.class)
                .hasMessageContaining("tracker-1")
                .hasMessageContaining("ERROR");
        assertThat(closings).hasValue(1);
    }

    @Test
    void the_first_reason_is_told_and_closes_once() {
        end.because("a topic was made anew");
        end.because("another reason");

        assertThatThrownBy(end::await).hasMessageEndingWith("has ended by itself: a topic was made anew");
        assertThat(closings).hasValue(1);
    }

    @Test
    void a_tracker_that_was_closed_has_ended_without_a_reason() throws InterruptedException {
        close();
        end.streamsAre(KafkaStreams.State.ERROR);

        end.await();

        assertThat(closings).hasValue(1);
        assertThat(end.awaitRunning(Duration.ofSeconds(20))).isFalse();
    }

    @Test
    void who_waits_for_it_to_run_learns_that_it_ended() {
        end.because("a topic was made anew");

        assertThatThrownBy(() -> end.awaitRunning(Duration.ofSeconds(20))).isInstanceOf(TrackerEndedException.class);
    }
}
