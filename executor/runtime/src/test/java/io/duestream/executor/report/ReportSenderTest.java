package io.duestream.executor.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReportSenderTest {
    private final ScheduledThreadPoolExecutor retries = new ScheduledThreadPoolExecutor(1);
    private final List<MockProducer<byte[], byte[]>> producers = new CopyOnWriteArrayList<>();
    private final Backlog backlog = new Backlog();
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final ReportSender sender = new ReportSender(this::producer, retries, backlog, System::nanoTime);

    @AfterEach
    void close() {
        retries.shutdownNow();
    }

    @Test
    void a_report_counts_when_the_broker_has_it() {
        send("a", "1");
        assertThat(acknowledged).isEmpty();
        assertThat(backlog.size()).isEqualTo(1);

        producers.get(0).completeNext();

        assertThat(acknowledged).containsExactly("1");
        assertThat(backlog.size()).isZero();
    }

    @Test
    void a_report_that_failed_is_sent_again_and_later_ones_of_its_job_wait_for_it() {
        send("a", "1");
        producers.get(0).errorNext(new TimeoutException("delivery timed out"));
        send("a", "2");
        send("b", "3");
        assertThat(sent()).containsExactly("1", "3");
        producers.get(0).completeNext();

        await().until(() -> sent().size() == 3);
        producers.get(0).completeNext();
        await().until(() -> sent().size() == 4);
        producers.get(0).completeNext();

        assertThat(sent()).containsExactly("1", "3", "1", "2");
        assertThat(acknowledged).containsExactly("3", "1", "2");
        assertThat(backlog.size()).isZero();
    }

    @Test
    void after_a_failure_a_job_goes_on_as_fast_as_it_is_acknowledged() {
        Clock clock = new Clock();
        ReportSender patient = new ReportSender(this::producer, clock, backlog, clock.now::get);
        MockProducer<byte[], byte[]> broker = producers.get(1);
        for (int i = 1; i <= 8; i++) {
            String text = "report " + i;
            patient.send(new Outgoing("a", record(text), Optional.empty(), () -> acknowledged.add(text)));
        }
        for (int i = 1; i <= 8; i++) {
            broker.errorNext(new TimeoutException("away"));
        }
        broker.clear();

        clock.passOneSecond();

        for (int i = 1; i <= 8; i++) {
            await().until(() -> broker.history().size() == acknowledged.size() + 1);
            broker.completeNext();
        }
        assertThat(acknowledged)
                .containsExactly(
                        IntStream.rangeClosed(1, 8).mapToObj(i -> "report " + i).toArray(String[]::new));
        clock.shutdownNow();
    }

    @Test
    void a_report_that_is_too_large_goes_without_its_message() {
        sender.send(
                new Outgoing("a", record("long"), Optional.of(() -> record("short")), () -> acknowledged.add("short")));
        producers.get(0).errorNext(new RecordTooLargeException("4 MiB"));

        await().until(() -> sent().size() == 2);
        producers.get(0).completeNext();

        assertThat(sent()).containsExactly("long", "short");
        assertThat(acknowledged).containsExactly("short");
        assertThat(backlog.size()).isZero();
    }

    @Test
    void a_producer_that_failed_for_good_is_replaced() {
        send("a", "1");
        producers.get(0).errorNext(new OutOfOrderSequenceException("lost"));

        await().until(() -> producers.size() == 2 && producers.get(1).history().size() == 1);
        producers.get(1).completeNext();

        assertThat(producers.get(0).closed()).isTrue();
        assertThat(acknowledged).containsExactly("1");
    }

    @Test
    void what_a_producer_refuses_at_once_is_sent_again_too() {
        producers.get(0).sendException = new TimeoutException("buffer is full");
        send("a", "1");
        assertThat(sent()).isEmpty();
        producers.get(0).sendException = null;

        await().until(() -> sent().size() == 1);
        producers.get(0).completeNext();

        assertThat(acknowledged).containsExactly("1");
    }

    @Test
    void what_is_sent_once_is_forgotten_when_it_fails() {
        sender.sendOnce(record("node report"));
        producers.get(0).errorNext(new TimeoutException("away"));

        assertThat(backlog.size()).isZero();
        send("a", "1");
        assertThat(sent()).containsExactly("node report", "1");
    }

    private void send(String lane, String text) {
        sender.send(new Outgoing(lane, record(text), Optional.empty(), () -> acknowledged.add(text)));
    }

    private List<String> sent() {
        List<String> sent = new ArrayList<>();
        producers.get(0).history().forEach(r -> sent.add(new String(r.value(), StandardCharsets.UTF_8)));
        return sent;
    }

    private static ProducerRecord<byte[], byte[]> record(String text) {
        return new ProducerRecord<>("feedback", text.getBytes(StandardCharsets.UTF_8));
    }

    private Producer<byte[], byte[]> producer() {
        MockProducer<byte[], byte[]> producer = new MockProducer<>(
                false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
        producers.add(producer);
        return producer;
    }

    /** What is to be done at once is done; what is to be done later is done when the test says that time has passed. */
    private static final class Clock extends ScheduledThreadPoolExecutor {
        private final AtomicLong now = new AtomicLong();
        private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

        Clock() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
            return delay == 0 ? super.schedule(work, 0, unit) : super.schedule(() -> waiting.add(work), 0, unit);
        }

        void passOneSecond() {
            await().until(() -> !waiting.isEmpty());
            now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            List<Runnable> due = List.copyOf(waiting);
            waiting.clear();
            due.forEach(Runnable::run);
        }
    }
}
