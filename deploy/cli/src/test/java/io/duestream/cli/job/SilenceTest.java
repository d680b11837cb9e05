package io.duestream.cli.job;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.client.Receipt;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private long now = 42;
    private final Deliveries deliveries = new Deliveries(() -> now);
    private final Silence silence =
            new Silence("kafka:9092", new FileSubmission.Patience(Duration.ofSeconds(120), Duration.ofSeconds(60)));

    @Test
    void nothing_is_said_while_nothing_is_awaited() {
        after(600);

        assertThat(silence.look(deliveries.state())).isEmpty();
    }

    @Test
    void brokers_that_acknowledge_nothing_are_named_after_five_seconds_and_again_after_fifteen_more() {
        acknowledged(1);
        send(2);
        send(3);

        after(4);
        assertThat(silence.look(deliveries.state())).isEmpty();
        after(1);
        assertThat(silence.look(deliveries.state()))
                .contains("the brokers at kafka:9092 have acknowledged nothing for 5 s; 1 jobs are acknowledged, 2 sent"
                        + " jobs are not (from line 2 on). Tries on, and stops when it is 120 s; Ctrl-C stops it now");
        after(14);
        assertThat(silence.look(deliveries.state())).isEmpty();
        after(1);
        assertThat(silence.look(deliveries.state())).get().asString().contains("nothing for 20 s");
    }

    @Test
    void the_end_of_a_silence_is_told_once() {
        CompletableFuture<Receipt> waiting = send(1);
        after(7);
        silence.look(deliveries.state());

        waiting.complete(null);

        assertThat(silence.look(deliveries.state())).get().asString().contains("an answer came, after 7 s");
        assertThat(silence.look(deliveries.state())).isEmpty();
    }

    @Test
    void a_tracker_that_does_not_answer_is_told_from_brokers_that_do_not() {
        acknowledged(1);
        deliveries.unanswered(1, false);
        after(6);

        assertThat(silence.look(deliveries.state()))
                .get()
                .asString()
                .startsWith("no answer of a tracker for 6 s")
                .contains("1 of them wait for the tracker");
    }

    @Test
    void time_without_anything_to_wait_for_is_no_silence() {
        acknowledged(1);
        after(600);
        send(2);
        after(1);

        assertThat(deliveries.state().silent()).isEqualTo(Duration.ofSeconds(1));
    }

    private CompletableFuture<Receipt> send(long line) {
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        deliveries.sent(line, receipt);
        return receipt;
    }

    private void acknowledged(long line) {
        send(line).complete(null);
    }

    private void after(long seconds) {
        now += SECONDS.toNanos(seconds);
    }
}
