package io.duestream.executor.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CutTest {
    @Test
    void a_text_that_fits_is_left_as_it_is() {
        assertThat(Cut.to(5, "hello")).isEqualTo("hello");
        assertThat(Cut.to(5, "")).isEmpty();
    }

    @Test
    void a_longer_text_is_cut_and_marked() {
        assertThat(Cut.to(5, "hello!")).isEqualTo("hell…").hasSize(5);
    }

    @Test
    void a_character_of_two_halves_is_not_torn() {
        String cut = Cut.to(3, "a😀bc");

        assertThat(cut).isEqualTo("a…");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(cut)).isTrue();
    }

    @Test
    void a_stack_trace_without_end_is_cut() {
        assertThat(Cut.stackTrace(200, deep(0)))
                .hasSize(200)
                .startsWith("java.lang.StackOverflowError")
                .endsWith("…");
    }

    @Test
    void a_short_stack_trace_is_whole() {
        assertThat(Cut.stackTrace(100_000, new IllegalStateException("no", new RuntimeException("because"))))
                .contains("IllegalStateException: no", "CutTest", "Caused by: java.lang.RuntimeException: because")
                .doesNotContain("…");
    }

    @Test
    void an_exception_that_cannot_speak_is_described_all_the_same() {
        RuntimeException mute = new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalArgumentException("not even this");
            }
        };

        assertThat(Cut.describe(1_000, mute)).contains("CutTest", "IllegalArgumentException");
        assertThat(Cut.stackTrace(1_000, mute)).contains("IllegalArgumentException");
    }

    private static Throwable deep(int depth) {
        try {
            return deep(depth + 1);
        } catch (StackOverflowError e) {
            return e;
        }
    }
}
