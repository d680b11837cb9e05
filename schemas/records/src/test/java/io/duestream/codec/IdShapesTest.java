package io.duestream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.duestream.job.JobId;
import io.duestream.job.Token;
import java.io.IOException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Ids and tokens are read without making a text of them, and mean what their text means. */
class IdShapesTest {
    private static final int BOUND = 32;

    private static final Shape JOB_ID = new IdShapes.JobIdShape("id", BOUND);
    private static final Shape TOKEN = new IdShapes.TokenShape("token", BOUND);

    @TestFactory
    Stream<DynamicTest> an_id_is_read_as_its_text_is() {
        return Stream.of(
                        "0-0",
                        "7-4711",
                        "2147483647-9223372036854775807",
                        "2147483647-999999999999999999",
                        "2147483648-1",
                        "4294967297-1",
                        "1-9223372036854775808",
                        "01-1",
                        "1-01",
                        "00-1",
                        "1-",
                        "-1",
                        "1--1",
                        "1-1-1",
                        "+1-1",
                        " 1-1",
                        "1-a",
                        "1/1",
                        "\u0661-1",
                        "-",
                        "",
                        "1".repeat(BOUND - 1) + "-1")
                .map(text -> dynamicTest("'" + text + "'", () -> meansTheSame(JOB_ID, text, JobId::parse)));
    }

    @TestFactory
    Stream<DynamicTest> a_token_is_read_as_its_text_is() {
        return Stream.of(
                        "0".repeat(32),
                        "0123456789abcdef0123456789abcdef",
                        "0123456789ABCDEF0123456789ABCDEF",
                        "7fffffffffffffff7fffffffffffffff",
                        "80000000000000000000000000000000",
                        "00000000000000008000000000000000",
                        "0".repeat(31) + "g",
                        "0".repeat(31) + "`",
                        "0".repeat(31) + ":",
                        "0".repeat(31) + "/",
                        "0".repeat(30) + "\u00e9",
                        "0".repeat(31),
                        "0".repeat(33),
                        "")
                .map(text -> dynamicTest("'" + text + "'", () -> meansTheSame(TOKEN, text, Token::parse)));
    }

    @TestFactory
    Stream<DynamicTest> what_was_written_is_the_text() {
        return Stream.of(
                        new JobId(0, 0),
                        new JobId(9, 10),
                        new JobId(10, 99),
                        new JobId(Integer.MAX_VALUE, Long.MAX_VALUE),
                        new Token(0, 0),
                        new Token(4711, 3),
                        new Token(Long.MAX_VALUE, Long.MAX_VALUE))
                .map(each -> dynamicTest(each.toString(), () -> {
                    ArrayEncoder out = new ArrayEncoder();
                    (each instanceof JobId ? JOB_ID : TOKEN).write(each, out);
                    assertThat(out.written()).isEqualTo(text(each.toString()));
                }));
    }

    private static void meansTheSame(Shape shape, String text, Function<String, Object> parse) throws IOException {
        Object expected;
        try {
            expected = text.length() > BOUND ? null : parse.apply(text);
        } catch (IllegalArgumentException e) {
            expected = null;
        }
        BoundedDecoder in = new BoundedDecoder(text(text), 0);
        if (expected == null) {
            assertThatThrownBy(() -> shape.read(in)).isInstanceOf(MalformedRecordException.class);
        } else {
            assertThat(shape.read(in)).isEqualTo(expected);
            assertThat(in.atEnd()).isTrue();
        }
    }

    private static byte[] text(String text) {
        ArrayEncoder out = new ArrayEncoder();
        out.writeString(text);
        return out.written();
    }
}
