package io.duestream.client.sender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.duestream.client.failstore.FailStoreDirectory;
import io.duestream.client.failstore.FailStoreFactory;
import io.duestream.client.failstore.RecordKind;
import io.duestream.client.failstore.StoreBounds;
import io.duestream.client.failstore.StoreFullException;
import io.duestream.codec.RecordCodec;
import io.duestream.job.Encoded;
import io.duestream.job.JobDefinition;
import io.duestream.record.JobCommand;
import io.duestream.record.command.SubmitJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sender over a real store, with brokers that do what the test says. */
@Timeout(60)
class ReliableSenderTest {
    private static final RecordCodec<JobCommand> COMMANDS = RecordCodec.of(JobCommand.class);
    private static final SenderTimes TIMES =
            SenderTimes.DEFAULT.storeAfter(Duration.ofMillis(50)).longestRetry(Duration.ofMillis(50));

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2027-03-01T12:00:00Z"));
    private final List<MockProducer<byte[], byte[]>> producers = new CopyOnWriteArrayList<>();
    private final List<String> settled = new CopyOnWriteArrayList<>();
    private StoreBounds bounds = new StoreBounds(100, 1_000_000, 0);
    private ReliableSender sender;

    @AfterEach
    void close() {
        sender.close();
    }

    @Test
    void what_is_acknowledged_in_time_is_not_stored() {
        start(TIMES.storeAfter(Duration.ofSeconds(5)));
        CompletableFuture<Sent> told = send("a", "1");
        producer().completeNext();

        assertThat(told.join()).isInstanceOf(Sent.Acknowledged.class);
        assertThat(settled).containsExactly("1");
        assertThat(sender.stored()).isZero();
    }

    @Test
    void what_is_not_acknowledged_in_time_is_stored_and_leaves_the_store_when_it_is() {
        start();
        CompletableFuture<Sent> first = send("a", "1");
        CompletableFuture<Sent> second = send("a", "2");
        CompletableFuture<Sent> other = send("b", "3");

        assertThat(List.of(first.join(), second.join(), other.join())).containsOnly(new Sent.Stored());
        assertThat(sender.stored()).isEqualTo(3);
        assertThat(sent()).startsWith("1", "3");

        completeAll();
        assertThat(settled).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(sent().indexOf("2")).isGreaterThan(sent().indexOf("1"));
    }

    @Test
    void a_command_that_is_refused_is_told_at_once_and_leaves_nothing() {
        start(TIMES.storeAfter(Duration.ofSeconds(5)));
        CompletableFuture<Sent> large = send("a", "1");
        producer().errorNext(new RecordTooLargeException("4 MiB"));
        CompletableFuture<Sent> forbidden = send("a", "2");
        await().until(() -> sent().contains("2"));
        producer().errorNext(new TopicAuthorizationException("no"));

        assertThatThrownBy(large::join)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(RecordTooLargeException.class);
        assertThatThrownBy(forbidden::join).hasRootCauseInstanceOf(TopicAuthorizationException.class);
        assertThat(sender.stored() + sender.quarantined()).isZero();
    }

    @Test
    void what_was_stored_and_is_refused_is_put_aside_and_blocks_nobody() {
        start();
        send("a", "1").join();
        send("a", "2").join();
        producer().errorNext(new RecordTooLargeException("4 MiB"));
        completeAll();

        assertThat(sent()).contains("2");
        assertThat(sender.quarantine(10)).singleElement().satisfies(each -> {
            assertThat(each.record().value()).asString().isEqualTo("1");
            assertThat(each.reason()).contains("4 MiB");
            assertThat(each.at()).isEqualTo(now.get());
        });
        assertThat(sender.quarantined()).isEqualTo(1);
        assertThat(settled).contains("1", "2");

        long sequence = sender.quarantine(1).get(0).record().sequence();
        assertThat(sender.retry(sequence)).isTrue();
        assertThat(sender.retry(sequence)).isFalse();
        await().until(() -> sent().stream().filter("1"::equals).count() == 2);
        completeAll();
        assertThat(sender.quarantined()).isZero();
    }

    @Test
    void a_line_that_is_refused_is_put_aside_too() {
        start();
        sender.send(record(RecordKind.LINE, "a", "line", true), () -> settled.add("line"));
        producer().errorNext(new RecordTooLargeException("4 MiB"));

        await().until(() -> sender.quarantined() == 1 && settled.contains("line"));
        assertThat(sender.drop(sender.quarantine(1).get(0).record().sequence())).isTrue();
        assertThat(sender.quarantined()).isZero();
        assertThat(sender.lost()).isZero();
    }

    @Test
    void a_store_that_is_full_takes_no_more_and_says_so() {
        bounds = new StoreBounds(2, 1_000_000, 0);
        start();
        assertThat(send("a", "1").join()).isInstanceOf(Sent.Stored.class);
        assertThat(send("b", "2").join()).isInstanceOf(Sent.Stored.class);

        CompletableFuture<Sent> third = send("c", "3");

        assertThatThrownBy(third::join)
                .hasRootCauseInstanceOf(StoreFullException.class)
                .hasMessageContaining("raise the bounds");
        completeAll();
        assertThat(sent()).doesNotContain("3");
    }

    @Test
    void a_disk_without_room_takes_nothing_and_says_so() {
        bounds = new StoreBounds(100, 1_000_000, Long.MAX_VALUE / 2);
        start();
        CompletableFuture<Sent> told = send("a", "1");
        producer().errorNext(new TimeoutException("away"));

        assertThatThrownBy(told::join)
                .hasRootCauseInstanceOf(StoreFullException.class)
                .hasMessageContaining("make room there");
    }

    @Test
    void a_command_that_must_not_come_twice_is_told_as_failed_when_it_may_have_arrived() {
        start(TIMES.storeAfter(Duration.ofSeconds(5)));
        CompletableFuture<Sent> trigger =
                sender.send(record(RecordKind.COMMAND, "a", "trigger", false), () -> settled.add("trigger"));
        producer().errorNext(new TimeoutException("away"));

        assertThatThrownBy(trigger::join)
                .satisfies(thrown -> assertThat(
                                ((SendException) thrown.getCause()).failure().kind())
                        .isEqualTo(SendFailure.Kind.UNKNOWN));
        assertThat(sender.stored()).isZero();
    }

    @Test
    void an_old_submission_that_may_have_arrived_is_marked_and_a_young_one_is_not() {
        start();
        sender.send(submission("young"), () -> {}).join();
        producer().errorNext(new TimeoutException("away"));
        await().until(() -> producer().history().size() >= 2);
        assertThat(marks()).containsOnly(false);

        now.updateAndGet(each -> each.plus(TIMES.dedupWindow()));
        int before = producer().history().size();
        failAll();
        await().until(() -> producer().history().size() > before);

        assertThat(marks().get(marks().size() - 1)).isTrue();
    }

    @Test
    void a_later_process_sends_what_an_earlier_one_stored_before_anything_else_of_its_lane() {
        start();
        send("a", "1").join();
        send("a", "2").join();
        sender.close();
        assertThatThrownBy(() -> send("a", "late")).isInstanceOf(IllegalStateException.class);

        start();
        assertThat(send("a", "3").join()).isInstanceOf(Sent.Stored.class);
        completeAll();

        assertThat(sent()).containsExactly("1", "2", "3");
    }

    @Test
    void closing_stores_what_is_on_its_way() {
        start(TIMES.storeAfter(Duration.ofSeconds(1)));
        CompletableFuture<Sent> told = send("a", "1");

        sender.close();

        assertThat(told.join()).isInstanceOf(Sent.Stored.class);
        start();
        assertThat(sender.stored()).isEqualTo(1);
    }

    @Test
    void the_store_of_a_dead_sibling_is_taken_over_while_this_one_runs() {
        start();
        try (ReliableSender sibling = open(TIMES)) {
            sibling.send(record(RecordKind.COMMAND, "a", "sibling", true), () -> {})
                    .join();
        }
        sender.close();
        ReliableSender first = open(TIMES.adoption(Duration.ofHours(1)));
        sender = open(TIMES.adoption(Duration.ofMillis(20)));
        assertThat(sender.storeDirectory()).isNotEqualTo(first.storeDirectory());
        first.send(record(RecordKind.COMMAND, "b", "left", true), () -> {}).join();
        long left = first.stored();
        first.close();

        await().until(() -> sender.stored() >= left);
        completeAll();
        assertThat(producers.stream().flatMap(each -> texts(each).stream())).contains("sibling", "left");
    }

    private void start() {
        start(TIMES);
    }

    private void start(SenderTimes times) {
        sender = open(times);
    }

    private ReliableSender open(SenderTimes times) {
        return ReliableSender.start(
                "test-",
                this::newProducer,
                Optional.of(new FailStoreDirectory(
                        directory, FailStoreFactory.named(FailStoreFactory.DEFAULT), bounds, now::get)),
                times,
                now::get);
    }

    private CompletableFuture<Sent> send(String lane, String text) {
        return sender.send(record(RecordKind.COMMAND, lane, text, true), () -> settled.add(text));
    }

    private static OutgoingRecord record(RecordKind kind, String lane, String text, boolean repeatable) {
        return new OutgoingRecord(
                kind,
                lane,
                "commands",
                lane.getBytes(StandardCharsets.UTF_8),
                text.getBytes(StandardCharsets.UTF_8),
                List.of(),
                repeatable);
    }

    private OutgoingRecord submission(String id) {
        JobCommand command = new JobCommand(
                "mail",
                "a",
                now.get(),
                "test",
                Optional.empty(),
                new SubmitJob(
                        Optional.of(id),
                        false,
                        Optional.empty(),
                        Encoded.of(JobDefinition.builder().build())));
        return new OutgoingRecord(RecordKind.COMMAND, "mail/a", "commands", new byte[] {1}, COMMANDS.encode(command));
    }

    private List<Boolean> marks() {
        return producer().history().stream()
                .map(each -> ((SubmitJob) COMMANDS.decode(each.value()).body()).possibleDuplicate())
                .toList();
    }

    /** The brokers are back: they take whatever comes until nothing is left. */
    private void completeAll() {
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            boolean more = producer().completeNext();
            return !more && sender.awaitDrained(Duration.ZERO);
        });
    }

    private void failAll() {
        boolean more = true;
        while (more) {
            more = producer().errorNext(new TimeoutException("away"));
        }
    }

    private List<String> sent() {
        return texts(producer());
    }

    private static List<String> texts(MockProducer<byte[], byte[]> producer) {
        return producer.history().stream()
                .map(each -> new String(each.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private MockProducer<byte[], byte[]> producer() {
        return producers.get(producers.size() - 1);
    }

    private Producer<byte[], byte[]> newProducer() {
        MockProducer<byte[], byte[]> producer = new MockProducer<>(
                false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
        producers.add(producer);
        return producer;
    }
}
