package io.duestream.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.feedback.FeedbackStatus.State;
import io.duestream.topic.Topics;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FeedbackLoopTest {
    private final Progress progress = new Progress();
    private final Closing closing = new Closing();
    private final AtomicInteger sessions = new AtomicInteger();

    @Test
    void an_error_ends_it_and_the_status_says_so() {
        Error error = new OutOfMemoryError("no heap");
        FeedbackLoop loop = loop(() -> {
            progress.running();
            throw error;
        });

        loop.run();

        assertThat(sessions).hasValue(1);
        assertThat(loop.error()).containsSame(error);
        assertThat(progress.status().state()).isEqualTo(State.FAILED);
        assertThat(progress.status().problem()).get().asString().contains("no heap");
    }

    @Test
    void after_an_exception_the_next_session_is_tried() {
        FeedbackLoop loop = loop(() -> {
            if (sessions.get() == 2) {
                closing.begin();
            }
            throw new IllegalStateException("fails");
        });

        loop.run();

        assertThat(sessions).hasValue(2);
        assertThat(loop.error()).isEmpty();
        assertThat(progress.status().state()).isEqualTo(State.CLOSED);
        assertThat(progress.status().failures()).isEqualTo(1);
    }

    private FeedbackLoop loop(Supplier<OutcomeSession> made) {
        Destinations destinations = new Destinations(
                Topics.of("test"),
                specs -> {
                    throw new AssertionError("no topic is wanted: " + List.copyOf(specs));
                },
                System::nanoTime,
                pause -> {});
        return new FeedbackLoop(
                () -> {
                    sessions.incrementAndGet();
                    return made.get();
                },
                destinations,
                progress,
                closing);
    }
}
