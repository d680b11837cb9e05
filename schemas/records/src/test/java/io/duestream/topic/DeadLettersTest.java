package io.duestream.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.topic.DeadLetters.Origin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.DefaultRecord;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private static final Origin ORIGIN = new Origin("duestream.commands", 3, 77);
    private static final byte[] KEY = bytes("mail/1");
    private static final byte[] VALUE = bytes("garbage");

    private final DeadLetters letters = new DeadLetters(Topics.of("duestream"));

    @Test
    void a_consumed_record_keeps_its_bytes_and_gains_its_position_and_the_reason() {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("duestream.audit", 2, 41, KEY, VALUE);
        record.headers().add("trace", bytes("abc"));

        ProducerRecord<byte[], byte[]> letter = letters.unreadable(record, "not an AuditRecord");

        assertThat(letter.topic()).isEqualTo("duestream.dead-letters");
        assertThat(letter.partition()).isNull();
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).isEqualTo(VALUE);
        assertThat(header(letter, "trace")).isEqualTo("abc");
        assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo("duestream.audit");
        assertThat(header(letter, DeadLetters.PARTITION)).isEqualTo("2");
        assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("41");
        assertThat(header(letter, DeadLetters.REASON)).isEqualTo("not an AuditRecord");
        assertThat(letter.headers().lastHeader(DeadLetters.CUT)).isNull();
        assertThat(letter.headers().lastHeader(DeadLetters.DESTINATION)).isNull();
    }

    @Test
    void a_record_without_key_and_value_is_a_dead_letter_too() {
        ProducerRecord<byte[], byte[]> letter =
                letters.unreadable(ORIGIN, null, null, List.of(), "the value is missing");

        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
    }

    @Test
    void a_header_of_the_original_cannot_hide_ours() {
        List<Header> forged = List.of(new RecordHeader(DeadLetters.REASON, bytes("all is well")));

        ProducerRecord<byte[], byte[]> letter = letters.unreadable(ORIGIN, KEY, VALUE, forged, "garbage");

        assertThat(header(letter, DeadLetters.REASON)).isEqualTo("garbage");
    }

    @Test
    void what_could_not_be_delivered_names_its_destination_and_what_it_was_made_from() {
        ProducerRecord<byte[], byte[]> outcome = new ProducerRecord<>("duestream.outcomes.shop", KEY, VALUE);

        ProducerRecord<byte[], byte[]> letter = letters.undeliverable(ORIGIN, outcome, "no such topic");

        assertThat(letter.topic()).isEqualTo("duestream.dead-letters");
        assertThat(letter.value()).isEqualTo(VALUE);
        assertThat(header(letter, DeadLetters.DESTINATION)).isEqualTo("duestream.outcomes.shop");
        assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo("duestream.commands");
    }

    @Test
    void a_record_of_the_largest_size_is_cut_to_fit_and_says_so() {
        byte[] largest = new byte[Topics.MAX_RECORD_BYTES];

        ProducerRecord<byte[], byte[]> letter = letters.unreadable(ORIGIN, KEY, largest, List.of(), "x".repeat(50_000));

        assertThat(size(letter)).isLessThan(Topics.MAX_RECORD_BYTES);
        assertThat(header(letter, DeadLetters.CUT)).startsWith("value of " + Topics.MAX_RECORD_BYTES + " bytes after ");
        assertThat(header(letter, DeadLetters.REASON)).hasSize(2_048).endsWith("x…");
    }

    @Test
    void key_and_headers_of_any_size_fit_as_well() {
        byte[] largest = new byte[Topics.MAX_RECORD_BYTES];
        List<Header> headers = List.of(new RecordHeader("big", largest), new RecordHeader("big", largest));

        ProducerRecord<byte[], byte[]> letter = letters.unreadable(ORIGIN, largest, VALUE, headers, "too much");

        assertThat(size(letter)).isLessThan(Topics.MAX_RECORD_BYTES);
        assertThat(header(letter, DeadLetters.CUT))
                .contains("key of ")
                .contains("2 headers")
                .contains("value of 7");
    }

    private static int size(ProducerRecord<byte[], byte[]> letter) {
        return DefaultRecord.sizeInBytes(
                0,
                0,
                letter.key().length,
                letter.value().length,
                letter.headers().toArray());
    }

    private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
