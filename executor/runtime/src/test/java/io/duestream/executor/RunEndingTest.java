package io.duestream.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.job.Result;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunEndingTest {
    private static final Optional<Interruption> TIMED_OUT = Optional.of(Interruption.timedOut(Duration.ofSeconds(5)));

    @Test
    void no_result_is_success() {
        assertThat(RunEnding.returned(null)).isEqualTo(new RunEnding(Result.SUCCESS, "", ""));
    }

    @Test
    void a_result_is_told_as_it_is_and_its_message_cut() {
        assertThat(RunEnding.returned(RunResult.failed("no such customer")))
                .isEqualTo(new RunEnding(Result.FAILED, "no such customer", ""));
        assertThat(RunEnding.returned(RunResult.later("x".repeat(9_000))).message())
                .hasSize(8_192)
                .endsWith("…");
    }

    @Test
    void what_is_thrown_is_an_exception_with_its_stack_trace() {
        RunEnding ending = RunEnding.thrown(new IllegalStateException("no mail server"), Optional.empty());

        assertThat(ending.result()).isEqualTo(Result.EXCEPTION);
        assertThat(ending.message()).isEqualTo("java.lang.IllegalStateException: no mail server");
        assertThat(ending.stackTrace()).contains("RunEndingTest");
    }

    @Test
    void a_run_that_obeys_its_timeout_ends_with_it() {
        RunEnding ending = RunEnding.thrown(new InterruptedException(), TIMED_OUT);

        assertThat(ending.result()).isEqualTo(Result.EXCEPTION);
        assertThat(ending.message()).isEqualTo("timed out after 5000 ms");
    }

    @Test
    void what_else_is_thrown_after_a_timeout_is_told_with_it() {
        assertThat(RunEnding.thrown(new IllegalStateException("closed"), TIMED_OUT)
                        .message())
                .isEqualTo("timed out after 5000 ms: java.lang.IllegalStateException: closed");
    }
}
