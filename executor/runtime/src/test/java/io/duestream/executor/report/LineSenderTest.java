package io.duestream.executor.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LineSenderTest {
    private final CountDownLatch brokerAnswers = new CountDownLatch(1);

    @Test
    void lines_are_sent_in_order_and_the_rest_at_the_end() {
        brokerAnswers.countDown();
        MockProducer<byte[], byte[]> producer = producer();
        LineSender sender = new LineSender(LineOutlet.to(producer), "lines", 10);

        sender.send(line("1"));
        sender.send(line("2"));
        sender.close();

        assertThat(producer.history())
                .extracting(r -> new String(r.value(), StandardCharsets.UTF_8))
                .containsExactly("1", "2");
        assertThat(producer.closed()).isTrue();
        assertThat(sender.dropped()).isZero();
    }

    @Test
    void lines_that_find_no_room_are_dropped_and_counted() {
        MockProducer<byte[], byte[]> producer = producer();
        LineSender sender = new LineSender(LineOutlet.to(producer), "lines", 2);
        for (int i = 0; i < 1_000; i++) {
            sender.send(line("line"));
        }

        assertThat(sender.dropped()).isBetween(997L, 998L);
        brokerAnswers.countDown();
        sender.close();
        assertThat(producer.history()).hasSize((int) (1_000 - sender.dropped()));
    }

    @Test
    void lines_that_the_broker_refuses_are_counted() {
        brokerAnswers.countDown();
        MockProducer<byte[], byte[]> producer = producer();
        producer.sendException = new TimeoutException("no metadata");
        LineSender sender = new LineSender(LineOutlet.to(producer), "lines", 10);

        sender.send(line("1"));

        await().until(() -> sender.dropped() == 1);
        sender.close();
    }

    @Test
    void lines_after_the_end_are_counted_too() {
        brokerAnswers.countDown();
        LineSender sender = new LineSender(LineOutlet.to(producer()), "lines", 10);
        sender.close();

        sender.send(line("late"));

        assertThat(sender.dropped()).isEqualTo(1);
    }

    private MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(
                true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                try {
                    brokerAnswers.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return super.send(record, callback);
            }
        };
    }

    private static ProducerRecord<byte[], byte[]> line(String text) {
        return new ProducerRecord<>("logs", text.getBytes(StandardCharsets.UTF_8));
    }
}
