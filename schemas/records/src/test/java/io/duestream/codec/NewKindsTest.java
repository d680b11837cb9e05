package io.duestream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Version 2 of a letter may go by ship, and be huge; version 1 knows neither. */
class NewKindsTest {
    public enum Size {
        SMALL,
        HUGE
    }

    public sealed interface Way {}

    public record Rail(int wagon) implements Way {}

    public record Ship(int deck) implements Way {}

    public record Letter(Size size, Way way) {}

    private static final SchemaCatalogue CATALOGUE =
            new SchemaCatalogue(NewKindsTest.class, "/io/duestream/evolution/kinds/");

    private final RecordCodec<Letter> first = RecordCodec.of(Letter.class, CATALOGUE, 1);
    private final RecordCodec<Letter> second = RecordCodec.of(Letter.class, CATALOGUE, 2);

    @Test
    void a_new_kind_is_not_written_in_the_older_version() {
        assertThatThrownBy(() -> first.encode(new Letter(Size.SMALL, new Ship(3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("raise records.write.version");
        assertThatThrownBy(() -> first.encode(new Letter(Size.HUGE, new Rail(3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("raise records.write.version");
    }

    @Test
    void it_is_written_in_the_newer_one_and_what_both_know_in_both() {
        Letter old = new Letter(Size.SMALL, new Rail(3));
        Letter anew = new Letter(Size.HUGE, new Ship(3));

        assertThat(second.decode(first.encode(old))).isEqualTo(old);
        assertThat(first.decode(second.encode(old))).isEqualTo(old);
        assertThat(second.decode(second.encode(anew))).isEqualTo(anew);
    }

    @Test
    void the_two_versions_may_live_side_by_side() {
        assertThat(SchemaChange.problems(CATALOGUE.released("Letter").get(0), CATALOGUE.current("Letter")))
                .isEmpty();
    }

    @Test
    void a_version_that_the_jar_does_not_know_is_refused_at_once() {
        assertThatThrownBy(() -> WriteVersion.use(WriteVersion.latest() + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("records.write.version is " + (WriteVersion.latest() + 1))
                .hasMessageContaining("1 to " + WriteVersion.latest());
        assertThat(WriteVersion.current()).isEqualTo(WriteVersion.latest());
    }
}
