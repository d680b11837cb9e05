package io.duestream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.duestream.job.Encoded;
import io.duestream.record.JobCommand;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nodes of two versions on one topic. Version 2 of a parcel has lost two fields of version 1 and won three. */
class VersionsTest {
    /** What an older node knows of. */
    static final class Older {
        public record Parcel(String label, String sender, Encoded<Box> box, Optional<Integer> weight, String remark) {}

        public record Box(int width) {}
    }

    /** What a newer node knows of. */
    static final class Newer {
        public enum Colour {
            BROWN,
            WHITE
        }

        public record Parcel(
                String label, Encoded<Box> box, Colour colour, Map<String, String> notes, Optional<Integer> weight) {}

        public record Box(int width, int height) {}
    }

    private static final Older.Parcel OLD =
            new Older.Parcel("tea", "Ann", Encoded.of(new Older.Box(3)), Optional.of(5), "fragile");
    private static final Newer.Parcel NEW = new Newer.Parcel(
            "tea", Encoded.of(new Newer.Box(3, 4)), Newer.Colour.BROWN, Map.of("to", "Bob"), Optional.of(5));

    private final RecordCodec<Older.Parcel> older = RecordCodec.of(Older.Parcel.class, catalogue("older"));
    private final RecordCodec<Newer.Parcel> newer = RecordCodec.of(Newer.Parcel.class, catalogue("newer"));

    @Test
    void a_newer_node_reads_what_an_older_one_wrote_and_fills_in_the_defaults() {
        assertThat(newer.decode(older.encode(OLD)))
                .isEqualTo(new Newer.Parcel(
                        "tea", Encoded.of(new Newer.Box(3, 7)), Newer.Colour.WHITE, Map.of(), Optional.of(5)));
    }

    @Test
    void an_older_node_that_ships_the_newer_schema_reads_what_a_newer_one_wrote() {
        assertThat(older.decode(newer.encode(NEW)))
                .isEqualTo(new Older.Parcel("tea", "nobody", Encoded.of(new Older.Box(3)), Optional.of(5), "none"));
    }

    @Test
    void an_older_node_that_does_not_know_the_newer_schema_says_so() {
        RecordCodec<Older.Parcel> unaware = RecordCodec.of(Older.Parcel.class, catalogue("unaware"));
        assertThat(unaware.decode(older.encode(OLD))).isEqualTo(OLD);
        assertThatThrownBy(() -> unaware.decode(newer.encode(NEW)))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("upgrade this one");
        assertThat(unaware.knows(newer.encode(NEW))).isFalse();
        assertThat(older.knows(newer.encode(NEW))).isTrue();
        assertThat(unaware.knows(older.encode(OLD))).isTrue();
        assertThat(unaware.knows(new byte[] {1, 2, 3})).isFalse();
        assertThat(unaware.knows(null)).isFalse();
    }

    @Test
    void a_newer_node_told_to_write_the_older_version_writes_what_an_older_one_would() {
        RecordCodec<Newer.Parcel> writesOlder = RecordCodec.of(Newer.Parcel.class, catalogue("newer"), 1);
        Older.Parcel same = new Older.Parcel("tea", "nobody", Encoded.of(new Older.Box(3)), Optional.of(5), "none");
        assertThat(writesOlder.encode(NEW)).isEqualTo(older.encode(same));
        assertThat(writesOlder.decode(newer.encode(NEW))).isEqualTo(NEW);
    }

    @Test
    void a_part_that_was_read_in_another_version_is_written_anew_and_not_copied() {
        Newer.Parcel read = newer.decode(older.encode(OLD));
        assertThat(newer.decode(newer.encode(read))).isEqualTo(read);
        RecordCodec<Newer.Parcel> writesOlder = RecordCodec.of(Newer.Parcel.class, catalogue("newer"), 1);
        Newer.Parcel withBytes = newer.decode(newer.encode(NEW));
        assertThat(older.decode(writesOlder.encode(withBytes)).box().value()).isEqualTo(new Older.Box(3));
    }

    @Test
    void bytes_after_a_record_of_another_version_are_refused() {
        byte[] bytes = older.encode(OLD);
        assertThatThrownBy(() -> newer.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("1 bytes follow after the Parcel");
    }

    @Test
    void a_record_of_another_version_cut_at_any_byte_is_malformed_and_leaves_the_next_one_right() {
        byte[] bytes = older.encode(OLD);
        Newer.Parcel expected = newer.decode(bytes);
        for (int length = 10; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> newer.decode(cut)).isInstanceOf(MalformedRecordException.class);
            assertThat(newer.decode(bytes)).isEqualTo(expected);
        }
    }

    @Test
    void a_flipped_bit_in_a_record_of_another_version_is_harmless() {
        byte[] bytes = older.encode(OLD);
        for (int bit = 80; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(newer.decode(flipped)).isNotNull();
            } catch (MalformedRecordException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void a_version_that_was_never_released_cannot_be_written() {
        assertThatThrownBy(() -> RecordCodec.of(JobCommand.class, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("records.write.version is 0; JobCommand has the versions 1 to ");
        assertThatThrownBy(() -> RecordCodec.of(JobCommand.class, 99)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SchemaCatalogue catalogue(String node) {
        return new SchemaCatalogue(VersionsTest.class, "/io/duestream/evolution/" + node + "/");
    }
}
