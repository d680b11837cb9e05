package io.duestream.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keys, ids, tokens, leases, bytes. */
class JobNamesTest {
    private static final List<Token> TOKENS = LongStream.concat(
                    LongStream.of(0, 1, 9, 10, 15, 16, 255, 256, Integer.MAX_VALUE, Long.MAX_VALUE),
                    new Random(1).longs(40, 0, Long.MAX_VALUE))
            .boxed()
            .flatMap(accepted -> Stream.of(0L, 1L, 16L, Long.MAX_VALUE).map(attempts -> new Token(accepted, attempts)))
            .toList();

    @Test
    void the_text_order_of_tokens_is_their_order() {
        for (Token one : TOKENS) {
            for (Token other : TOKENS) {
                assertThat(Integer.signum(one.toString().compareTo(other.toString())))
                        .isEqualTo(Integer.signum(one.compareTo(other)));
            }
        }
    }

    @Test
    void a_token_reads_what_it_prints() {
        assertThat(new Token(4_711, 3)).hasToString("00000000000012670000000000000003");
        assertThat(TOKENS)
                .allSatisfy(each -> assertThat(Token.parse(each.toString())).isEqualTo(each));
    }

    @Test
    void a_token_of_a_later_job_is_higher_whatever_the_attempts() {
        assertThat(new Token(6, 1)).isGreaterThan(new Token(5, 1_000_000));
        assertThat(new Token(6, 2)).isGreaterThan(new Token(6, 1));
    }

    @Test
    void what_is_no_token_is_refused() {
        for (String bad : List.of(
                "", "1", "0".repeat(31), "0".repeat(33), "g" + "0".repeat(31), "8" + "0".repeat(31), " ".repeat(32))) {
            assertThatThrownBy(() -> Token.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Token.parse("xyz")).hasMessage("'xyz' is not a token; expected 32 hex digits");
        assertThatThrownBy(() -> new Token(-1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("token halves must not be negative: -1, 0");
    }

    @Test
    void leases_are_ordered_by_token_and_then_by_generation() {
        List<Lease> upward = List.of(
                new Lease(new Token(1, 1), 9),
                new Lease(new Token(1, 2), 0),
                new Lease(new Token(1, 2), 7),
                new Lease(new Token(2, 1), 1));
        assertThat(upward).isSortedAccordingTo(Comparator.naturalOrder());
        assertThat(new Lease(new Token(1, 2), 7)).isEqualByComparingTo(upward.get(2));
    }

    @Test
    void a_job_id_reads_what_it_prints() {
        for (JobId id : List.of(new JobId(0, 0), new JobId(12, 4_711), new JobId(Integer.MAX_VALUE, Long.MAX_VALUE))) {
            assertThat(JobId.parse(id.toString())).isEqualTo(id);
        }
        assertThat(new JobId(12, 4_711)).hasToString("12-4711");
        assertThat(new JobId(2, 10)).isGreaterThan(new JobId(2, 9)).isLessThan(new JobId(10, 0));
    }

    @Test
    void one_job_id_has_one_text() {
        for (String bad : List.of(
                "",
                "-",
                "1",
                "1-",
                "-1",
                "1--1",
                "-1-1",
                "+1-1",
                "1-+1",
                "01-1",
                "1-01",
                "1-1-1",
                " 1-1",
                "1-1 ",
                "a-b",
                "١-١",
                "2147483648-0",
                "0-9223372036854775808")) {
            assertThatThrownBy(() -> JobId.parse(bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'" + bad + "' is not a job id; expected <partition>-<offset>");
        }
        assertThatThrownBy(() -> new JobId(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_first_slash_of_a_key_splits() {
        assertThat(JobKey.parse("mail/invoice/2027/17")).isEqualTo(new JobKey("mail", "invoice/2027/17"));
        assertThat(JobKey.parse("mail/")).isEqualTo(new JobKey("mail", ""));
        assertThat(JobKey.parse("//")).isEqualTo(new JobKey("", "/"));
        assertThat(new JobKey("mail", "/x")).hasToString("mail//x");
        assertThatThrownBy(() -> JobKey.parse("mail"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'mail' is not a job key; expected group/taskId");
    }

    @Test
    void two_keys_never_read_the_same() {
        for (JobKey key : List.of(new JobKey("a", "b/c"), new JobKey("", "a/b"), new JobKey("~group", "mail"))) {
            assertThat(JobKey.parse(key.toString())).isEqualTo(key);
        }
        assertThatThrownBy(() -> new JobKey("a/b", "c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JobKey(null, "c")).hasMessage("group");
        assertThatThrownBy(() -> new JobKey("a", null)).hasMessage("taskId");
    }

    @Test
    void keys_of_the_trackers_own_records_begin_with_a_tilde() {
        assertThat(new JobKey("~group", "mail").internal()).isTrue();
        assertThat(new JobKey("mail", "~x").internal()).isFalse();
    }

    @Test
    void bytes_are_copied_in_and_out_and_compare_by_content() {
        byte[] source = {1, 2, 3};
        Bytes bytes = Bytes.of(source);
        source[0] = 9;
        bytes.toArray()[1] = 9;
        assertThat(bytes.toArray()).containsExactly(1, 2, 3);
        assertThat(bytes)
                .isEqualTo(Bytes.of(new byte[] {0, 1, 2, 3, 4}, 1, 4))
                .hasSameHashCodeAs(Bytes.of(new byte[] {1, 2, 3}));
        assertThat(bytes).isNotEqualTo(Bytes.empty()).hasToString("3 bytes");
        assertThat(Bytes.of(new byte[0])).isSameAs(Bytes.empty());
        assertThat(Bytes.utf8("任").toArray()).isEqualTo("任".getBytes(StandardCharsets.UTF_8));
        assertThat(Bytes.utf8("任").asUtf8()).isEqualTo("任");
    }
}
