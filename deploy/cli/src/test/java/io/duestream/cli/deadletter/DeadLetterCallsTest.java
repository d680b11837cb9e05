package io.duestream.cli.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.cli.Duestream;
import io.duestream.job.Position;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DeadLetterCallsTest {
    @Test
    void wrong_calls_are_told_with_all_that_is_wrong_before_anybody_is_asked() {
        assertThat(told("retry")).contains("no letter is named", "--all");
        assertThat(told("retry", "17", "abc", "1-2-3"))
                .contains("'abc' names no dead letter", "'1-2-3' names no dead letter");
        assertThat(told("dismiss", "17", "--all")).contains("named and chosen at once");
        assertThat(told("list", "--limit", "-1")).contains("--limit is -1");
        assertThat(told("list", "--from", "2027-03-01T00:00:00Z", "--to", "2027-02-01T00:00:00Z"))
                .contains("not before --to");
        assertThat(told("show", "x")).contains("'x' names no dead letter");
        assertThat(told()).contains("a command is missing");
    }

    @Test
    void letters_are_called_by_their_offset_and_by_their_partition_where_there_is_another() {
        assertThat(LetterNumber.of(new Position(0, 17))).isEqualTo("17");
        assertThat(LetterNumber.of(new Position(2, 17))).isEqualTo("2-17");
        assertThat(new LetterNumber().convert("2-17")).isEqualTo(new Position(2, 17));
        assertThat(new LetterNumber().convert("17")).isEqualTo(new Position(0, 17));
    }

    @Test
    void bytes_are_shown_as_text_where_they_are_some() {
        assertThat(LetterText.shortly("mail/ü".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("mail/ü");
        assertThat(LetterText.shortly(new byte[] {(byte) 0xC3, 1, 0})).isEqualTo("0xc30100");
        assertThat(LetterText.shortly(null)).isEqualTo("-");
        assertThat(LetterText.dump(new byte[20], 16))
                .containsExactly(
                        "000000  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ................",
                        "… 4 more bytes (--json has them all)");
    }

    private static String told(String... words) {
        String[] call = new String[words.length + 1];
        call[0] = "dead-letter";
        System.arraycopy(words, 0, call, 1, words.length);
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        assertThat(Duestream.run(out, out, call)).isEqualTo(2);
        return said.toString();
    }
}
