package io.duestream.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.executor.runners.BuiltInRunners;
import io.duestream.job.LogLevel;
import io.duestream.job.Result;
import io.duestream.job.Token;
import io.duestream.record.LogLine;
import org.junit.jupiter.api.Test;

class RunnerTesterTest {
    @Test
    void a_runner_sees_what_the_test_says() {
        RunnerTester.Outcome outcome = RunnerTester.of(context -> RunResult.success(context.key() + " "
                        + context.parameter("to").orElse("") + " " + context.payloadText() + " " + context.shard() + "/"
                        + context.shards() + " " + context.shardParameter() + " " + context.attempt() + " "
                        + context.retry() + " " + context.leaseLost() + " " + context.tokenHex()))
                .key("mail", "42")
                .parameter("to", "a@example.com")
                .payload("hello")
                .shard(1, 3, "east")
                .attempt(4, 2)
                .token(new Token(1, 4))
                .leaseLost()
                .run();

        assertThat(outcome.message())
                .isEqualTo("mail/42 a@example.com hello 1/3 east 4 2 true 00000000000000010000000000000004");
    }

    @Test
    void lines_of_the_business_log_are_numbered_and_cut() {
        RunnerTester.Outcome outcome = RunnerTester.of(context -> {
                    context.log().debug("one");
                    context.log().error("x".repeat(10_000));
                    context.log().info(null);
                    return null;
                })
                .run();

        assertThat(outcome.log()).extracting(LogLine::number).containsExactly(1L, 2L, 3L);
        assertThat(outcome.log())
                .extracting(LogLine::level)
                .containsExactly(LogLevel.DEBUG, LogLevel.ERROR, LogLevel.INFO);
        assertThat(outcome.log().get(1).message()).hasSize(8_192).endsWith("…");
        assertThat(outcome.log().get(2).message()).isEqualTo("null");
    }

    @Test
    void an_exception_and_even_an_error_ends_as_it_would_be_reported() {
        assertThat(RunnerTester.of(context -> {
                            throw new IllegalStateException("no");
                        })
                        .run()
                        .result())
                .isEqualTo(Result.EXCEPTION);
        assertThat(RunnerTester.of(context -> {
                            throw new NoClassDefFoundError("com/example/Gone");
                        })
                        .run()
                        .message())
                .contains("NoClassDefFoundError", "com/example/Gone");
    }

    @Test
    void an_interrupted_run_meets_it_where_it_waits() {
        RunnerTester.Outcome outcome = RunnerTester.of(BuiltInRunners.byName().get("sleep"))
                .parameter("millis", "60000")
                .interrupted()
                .run();

        assertThat(outcome.result()).isEqualTo(Result.EXCEPTION);
        assertThat(outcome.message()).isEqualTo("interrupted: by the test");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
