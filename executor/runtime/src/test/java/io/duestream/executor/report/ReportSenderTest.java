package io.duestream.executor.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.duestream.client.failstore.RecordKind;
import io.duestream.client.sender.ReliableSender;
import io.duestream.client.sender.SenderTimes;
import io.duestream.codec.RecordCodec;
import io.duestream.job.JobId;
import io.duestream.job.Result;
import io.duestream.job.Token;
import io.duestream.record.JobFeedback;
import io.duestream.record.report.Finished;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private static final RecordCodec<JobFeedback> CODEC = RecordCodec.of(JobFeedback.class);

    private final List<MockProducer<byte[], byte[]>> producers = new CopyOnWriteArrayList<>();
    private final Backlog backlog = new Backlog();
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final ReportSender sender = new ReportSender(
            ReliableSender.start(
                    "test-", this::producer, Optional.empty(), SenderTimes.DEFAULT, InstantSource.system()),
            backlog);

    @AfterEach
    void close() {
        sender.close();
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
    void a_report_that_is_too_large_goes_without_its_message() {
        JobFeedback whole = new JobFeedback(
                "mail",
                "a",
                Optional.of(new JobId(0, 7)),
                1,
                0,
                Optional.of(new Token(7, 1)),
                3,
                "node-1",
                Optional.empty(),
                new Finished(Result.SUCCESS, "long", "trace", Optional.empty(), Optional.empty()));
        sender.send(new Outgoing(
                RecordKind.REPORT,
                "mail/a",
                new ProducerRecord<>("feedback", CODEC.encode(whole)),
                () -> acknowledged.add("short")));
        producers.get(0).errorNext(new RecordTooLargeException("4 MiB"));

        await().until(() -> sent().size() == 2);
        producers.get(0).completeNext();

        JobFeedback bare = CODEC.decode(producers.get(0).history().get(1).value());
        assertThat(bare.token()).isEqualTo(whole.token());
        assertThat(bare.generation()).isEqualTo(3);
        assertThat(bare.body())
                .isEqualTo(new Finished(
                        Result.SUCCESS,
                        "(the brokers did not take the message)",
                        "",
                        Optional.empty(),
                        Optional.empty()));
        assertThat(acknowledged).containsExactly("short");
        assertThat(backlog.size()).isZero();
    }

    @Test
    void a_dead_letter_that_is_refused_holds_up_nobody_and_keeps_its_headers() {
        ProducerRecord<byte[], byte[]> letter = record("letter");
        letter.headers().add("reason", new byte[] {1});
        sender.send(new Outgoing(RecordKind.LETTER, "letter 1", letter, () -> acknowledged.add("letter")));
        assertThat(producers.get(0).history().get(0).headers()).hasSize(1);

        producers.get(0).errorNext(new RecordTooLargeException("4 MiB"));

        await().until(() -> acknowledged.contains("letter"));
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
        sender.send(new Outgoing(RecordKind.REPORT, lane, record(text), () -> acknowledged.add(text)));
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
}
