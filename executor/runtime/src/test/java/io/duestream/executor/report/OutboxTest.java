package io.duestream.executor.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox outbox = new Outbox();

    @Test
    void while_nothing_fails_everything_goes_out_at_once() {
        offerNow("a", "1");
        Outbox.Entry second = offerNow("a", "2");

        assertThat(outbox.acknowledged(second)).isFalse();
        assertThat(outbox.troubled()).isFalse();
        assertThat(due(1_000)).isEmpty();
    }

    @Test
    void a_failed_record_is_due_again_at_its_time() {
        outbox.failed(offerNow("a", "1"), 100);

        assertThat(due(99)).isEmpty();
        assertThat(due(100)).containsExactly("1");
        assertThat(due(200)).isEmpty();
    }

    @Test
    void what_comes_after_a_failure_queues_behind_it_and_goes_one_by_one() {
        outbox.failed(offerNow("a", "1"), 100);
        assertThat(outbox.offer(outgoing("a", "2"))).isEmpty();
        assertThat(outbox.offer(outgoing("a", "3"))).isEmpty();

        Outbox.Entry first = outbox.due(100).get(0);
        assertThat(due(1_000)).isEmpty();
        assertThat(outbox.acknowledged(first)).isTrue();
        Outbox.Entry second = outbox.due(1_000).get(0);
        outbox.acknowledged(second);

        assertThat(text(second)).isEqualTo("2");
        assertThat(due(1_000)).containsExactly("3");
    }

    @Test
    void records_that_were_on_their_way_together_keep_their_order_when_both_fail() {
        Outbox.Entry first = offerNow("a", "1");
        Outbox.Entry second = offerNow("a", "2");
        outbox.failed(second, 100);
        outbox.failed(first, 100);

        assertThat(due(100)).containsExactly("1");
    }

    @Test
    void a_record_that_fails_again_stays_first() {
        outbox.failed(offerNow("a", "1"), 100);
        outbox.offer(outgoing("a", "2"));
        outbox.failed(outbox.due(100).get(0), 200);

        assertThat(due(199)).isEmpty();
        assertThat(due(200)).containsExactly("1");
    }

    @Test
    void lanes_do_not_wait_for_each_other() {
        outbox.failed(offerNow("a", "1"), 100);
        offerNow("b", "2");
        outbox.failed(offerNow("c", "3"), 100);

        assertThat(due(100)).containsExactlyInAnyOrder("1", "3");
    }

    @Test
    void a_lane_that_is_through_is_forgotten() {
        outbox.failed(offerNow("a", "1"), 100);
        Outbox.Entry again = outbox.due(100).get(0);

        assertThat(outbox.acknowledged(again)).isFalse();
        assertThat(outbox.troubled()).isFalse();
        offerNow("a", "2");
    }

    private Outbox.Entry offerNow(String lane, String text) {
        return outbox.offer(outgoing(lane, text)).orElseThrow();
    }

    private List<String> due(long now) {
        List<String> due = new ArrayList<>();
        outbox.due(now).forEach(entry -> due.add(text(entry)));
        return due;
    }

    private static String text(Outbox.Entry entry) {
        return new String(entry.outgoing().record().value(), StandardCharsets.UTF_8);
    }

    private static Outgoing outgoing(String lane, String text) {
        return new Outgoing(
                lane, new ProducerRecord<>("topic", text.getBytes(StandardCharsets.UTF_8)), Optional.empty(), () -> {});
    }
}
