package io.duestream.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.Position;
import io.duestream.topic.DeadLetters.Origin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;

class DeadLetterEntryTest {
    private static final Topics TOPICS = Topics.of("duestream");
    private static final Origin ORIGIN = new Origin("duestream.commands", 3, 77);
    private static final byte[] KEY = bytes("mail/1");
    private static final byte[] VALUE = bytes("garbage");

    private final DeadLetters letters = new DeadLetters(TOPICS);

    @Test
    void a_letter_gives_its_original_back_with_its_own_headers_alone() {
        List<Header> originals = List.of(
                new RecordHeader("trace", bytes("abc")),
                new RecordHeader(DeadLetters.REASON, bytes("forged")),
                new RecordHeader("deed", bytes("RETRIED")));

        DeadLetter letter = letter(letters.unreadable(ORIGIN, KEY, VALUE, originals, "not a JobCommand"));

        assertThat(letter.origin()).isEqualTo(ORIGIN);
        assertThat(letter.home()).isEqualTo("duestream.commands");
        assertThat(letter.reason()).isEqualTo("not a JobCommand");
        assertThat(letter.content().key()).isEqualTo(KEY);
        assertThat(letter.content().value()).isEqualTo(VALUE);
        assertThat(letter.content().headers()).isEqualTo(originals);
        assertThat(letter.delivery().cut()).isEmpty();
        assertThat(letter.position()).isEqualTo(new Position(0, 9));
    }

    @Test
    void what_was_never_delivered_belongs_where_it_was_meant_for() {
        ProducerRecord<byte[], byte[]> outcome = new ProducerRecord<>("duestream.outcomes.shop", KEY, VALUE);

        DeadLetter letter = letter(letters.undeliverable(ORIGIN, outcome, "refused"));

        assertThat(letter.home()).isEqualTo("duestream.outcomes.shop");
        assertThat(letter.origin()).isEqualTo(ORIGIN);
    }

    @Test
    void what_was_cut_says_so() {
        DeadLetter letter =
                letter(letters.unreadable(ORIGIN, KEY, new byte[Topics.MAX_RECORD_BYTES], List.of(), "too large"));

        assertThat(letter.delivery().cut())
                .hasValueSatisfying(cut -> assertThat(cut).contains("value"));
    }

    @Test
    void a_mark_is_read_as_it_was_written() {
        Position at = new Position(0, 4);

        DeadLetterEntry entry = DeadLetterEntry.read(consumed(LetterMark.retried(TOPICS, at, ORIGIN, "ann@desk")))
                .orElseThrow();

        assertThat(entry).isInstanceOfSatisfying(LetterMark.class, mark -> {
            assertThat(mark.letter()).isEqualTo(at);
            assertThat(mark.deed()).isEqualTo(LetterMark.Deed.RETRIED);
            assertThat(mark.copy()).contains(ORIGIN);
            assertThat(mark.by()).isEqualTo("ann@desk");
        });
        assertThat(DeadLetterEntry.read(consumed(LetterMark.dismissed(TOPICS, at, "bob"))))
                .hasValueSatisfying(
                        each -> assertThat(((LetterMark) each).copy()).isEmpty());
    }

    @Test
    void a_record_that_is_neither_is_none() {
        assertThat(DeadLetterEntry.read(consumed(new ProducerRecord<>("duestream.dead-letters", KEY, VALUE))))
                .isEmpty();
        assertThat(DeadLetterEntry.read(consumed(new ProducerRecord<>(
                        "duestream.dead-letters",
                        null,
                        KEY,
                        VALUE,
                        List.of(new RecordHeader(DeadLetters.REASON, bytes("so")))))))
                .isEmpty();
    }

    private static DeadLetter letter(ProducerRecord<byte[], byte[]> written) {
        return (DeadLetter) DeadLetterEntry.read(consumed(written)).orElseThrow();
    }

    private static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> written) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(written.topic(), 0, 9, written.key(), written.value());
        written.headers().forEach(record.headers()::add);
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
