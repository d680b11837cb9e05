package io.duestream.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunnerTableTest {
    private final AtomicInteger made = new AtomicInteger();

    @Test
    void a_factory_makes_one_runner_for_a_thread() throws Exception {
        Map<String, RunnerFactory> factories = Map.of("invoice", this::make);
        RunnerTable one = new RunnerTable(factories, Optional.empty());
        RunnerTable two = new RunnerTable(factories, Optional.empty());

        assertThat(one.of("invoice")).isEqualTo(one.of("invoice")).isNotEqualTo(two.of("invoice"));
        assertThat(made).hasValue(2);
    }

    @Test
    void other_types_go_to_the_default_runner_or_to_none() throws Exception {
        RunnerTable table = new RunnerTable(Map.of("invoice", this::make), Optional.of(this::make));

        assertThat(table.of("fax")).isPresent().isEqualTo(table.of("letter")).isNotEqualTo(table.of("invoice"));
        assertThat(new RunnerTable(Map.of(), Optional.empty()).of("fax")).isEmpty();
    }

    @Test
    void a_factory_that_fails_is_asked_again() throws Exception {
        RunnerTable table = new RunnerTable(
                Map.of("invoice", () -> {
                    if (made.incrementAndGet() == 1) {
                        throw new IllegalStateException("not yet");
                    }
                    return context -> null;
                }),
                Optional.empty());

        assertThatThrownBy(() -> table.of("invoice")).hasMessage("not yet");
        assertThat(table.of("invoice")).isPresent();
    }

    @Test
    void a_factory_that_gives_null_is_told_so() {
        RunnerTable table = new RunnerTable(Map.of("invoice", () -> null), Optional.empty());

        assertThatThrownBy(() -> table.of("invoice")).hasMessageContaining("'invoice' gave null");
    }

    private JobRunner make() {
        int number = made.incrementAndGet();
        return context -> RunResult.success("" + number);
    }
}
