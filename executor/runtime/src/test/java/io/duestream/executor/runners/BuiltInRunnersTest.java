package io.duestream.executor.runners;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.executor.RunnerTester;
import io.duestream.job.Result;
import io.duestream.record.LogLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInRunnersTest {
    @Test
    void noop_succeeds() {
        assertThat(tester("noop").run().result()).isEqualTo(Result.SUCCESS);
    }

    @Test
    void sleep_sleeps_and_tells_how_long() {
        assertThat(tester("sleep").parameter("millis", " 3 ").run().message()).isEqualTo("slept 3 ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "", "99999999999999999999"})
    void sleep_refuses_what_is_no_time(String millis) {
        RunnerTester.Outcome outcome =
                tester("sleep").parameter("millis", millis).run();

        assertThat(outcome.result()).isEqualTo(Result.FAILED);
        assertThat(outcome.message()).contains("'" + millis + "'", "milliseconds");
    }

    @Test
    void log_writes_fire_parameters_and_payload() {
        RunnerTester.Outcome outcome = tester("log")
                .key("mail", "42")
                .parameter("b", "2")
                .parameter("a", "1")
                .payload("hello")
                .run();

        assertThat(outcome.log())
                .extracting(LogLine::message)
                .satisfiesExactly(
                        line -> assertThat(line).contains("fire 1 of mail/42"),
                        line -> assertThat(line).isEqualTo("parameter a = 1"),
                        line -> assertThat(line).isEqualTo("parameter b = 2"),
                        line -> assertThat(line).isEqualTo("payload: hello"));
    }

    private static RunnerTester tester(String name) {
        return RunnerTester.of(BuiltInRunners.byName().get(name));
    }
}
