package io.duestream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        assertThat(TextTable.of("A", "LONG").row("value", "x").row("", "y").lines())
                .containsExactly("A      LONG", "value  x", "       y");
    }
}
