package io.duestream.tracker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

class RowKeyTest {
    private record Parts(String name, int priority, Instant due, long offset) {
        static final Comparator<Parts> ORDER = Comparator.comparing(Parts::name)
                .thenComparingInt(Parts::priority)
                .thenComparing(Parts::due)
                .thenComparingLong(Parts::offset);

        Bytes key() {
            return new RowKey()
                    .name(name)
                    .number(priority)
                    .time(due)
                    .number(offset)
                    .done();
        }
    }

    @Test
    void keys_sort_as_their_parts_do() {
        Random random = new Random(7);
        List<Parts> parts = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            Instant due = Instant.ofEpochMilli(number(random, 45));
            parts.add(new Parts(name(random), (int) number(random, 31), due, number(random, 63)));
        }
        List<Parts> byParts = parts.stream().sorted(Parts.ORDER).toList();
        List<Parts> byKeys =
                parts.stream().sorted(Comparator.comparing(Parts::key)).toList();

        assertThat(byKeys).isEqualTo(byParts);
    }

    /** Short names of few letters, so that many are prefixes of others. */
    private static String name(Random random) {
        String letters = "-A_a";
        StringBuilder name = new StringBuilder();
        int length = 1 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            name.append(letters.charAt(random.nextInt(letters.length())));
        }
        return name.toString();
    }

    /** Numbers of all sizes up to so many bits, small ones as often as large ones. */
    private static long number(Random random, int bits) {
        return random.nextLong() >>> 64 - 1 - random.nextInt(bits);
    }

    @Test
    void the_end_of_a_prefix_is_after_all_its_keys_and_before_all_others() {
        Bytes prefix = new RowKey().name("mail").done();
        Bytes last = new RowKey()
                .name("mail")
                .number(Integer.MAX_VALUE)
                .number(Long.MAX_VALUE)
                .done();
        Bytes end = RowKey.after(prefix);

        assertThat(last).isLessThan(end);
        assertThat(new RowKey().name("mail-").done()).isGreaterThan(end);
        assertThat(new RowKey().name("mailbox").done()).isGreaterThan(end);
    }

    @Test
    void nothing_comes_after_a_prefix_of_the_highest_bytes() {
        assertThat(RowKey.after(Bytes.wrap(new byte[] {(byte) 0xFF, (byte) 0xFF})))
                .isNull();
        assertThat(RowKey.after(Bytes.wrap(new byte[] {1, (byte) 0xFF}))).isEqualTo(Bytes.wrap(new byte[] {2, 0}));
    }

    @Test
    void counted_parts_are_not_mixed_up_with_what_follows() {
        Bytes one = new RowKey().counted(utf8("a")).rest(utf8("bc")).done();
        Bytes other = new RowKey().counted(utf8("ab")).rest(utf8("c")).done();

        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void keys_of_any_length_are_whole() {
        for (int length = 0; length < 300; length++) {
            String name = "n".repeat(length);

            byte[] key = new RowKey()
                    .name(name)
                    .number(1L)
                    .name(name)
                    .number(2)
                    .done()
                    .get();

            ByteBuffer expected = ByteBuffer.allocate(2 * (length + 1) + Long.BYTES + Integer.BYTES);
            expected.put(name.getBytes(StandardCharsets.UTF_8)).put((byte) 0).putLong(1);
            expected.put(name.getBytes(StandardCharsets.UTF_8)).put((byte) 0).putInt(2);
            assertThat(key).isEqualTo(expected.array());
        }
    }

    @Test
    void negative_numbers_are_refused_as_they_do_not_sort() {
        assertThatThrownBy(() -> new RowKey().number(-1)).hasMessageContaining("negative");
        assertThatThrownBy(() -> new RowKey().number(-1L)).hasMessageContaining("negative");
        assertThatThrownBy(() -> new RowKey().time(Instant.ofEpochMilli(-1))).hasMessageContaining("negative");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
