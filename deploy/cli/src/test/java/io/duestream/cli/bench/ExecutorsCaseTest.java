package io.duestream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ExecutorsCaseTest {
    private static final Offset<Double> CLOSE = Offset.offset(1e-9);

    private final ExecutorsCase slow = new ExecutorsCase(
            50,
            List.of("a", "b", "c"),
            10,
            20,
            List.of(round(Map.of(
                    "a",
                    new NodeUse(80, 1_000_000),
                    "b",
                    new NodeUse(100, 1_200_000),
                    "c",
                    new NodeUse(20, 900_000)))));

    @Test
    void counts_the_slow_executor_as_the_part_that_it_can_do() {
        assertThat(slow.capacity()).isEqualTo(2.1 * 20 * 1_000 / 50, CLOSE);
        assertThat(slow.name()).isEqualTo("3 executors, 50 ms, one 10 times slower");
    }

    @Test
    void compares_only_those_that_are_equally_fast() {
        assertThat(slow.evenness()).containsExactly(0.8);
        assertThat(slow.shares())
                .containsEntry("1", 0.4)
                .containsEntry("2", 0.5)
                .containsEntry("3", 0.1);
    }

    @Test
    void takes_what_a_job_lasts_on_the_slow_one_for_its_end() {
        assertThat(slow.tailMillis()).as("a is done at 1,050 ms, c at 1,400 ms").containsExactly(350.0);
    }

    @Test
    void finds_an_executor_that_got_nothing() {
        ExecutorsCase idle =
                new ExecutorsCase(1, List.of("a", "b"), 1, 20, List.of(round(Map.of("a", new NodeUse(5, 1_000)))));

        assertThat(idle.evenness()).containsExactly(0.0);
        assertThat(idle.shares()).containsEntry("2", 0.0);
        assertThat(idle.tailMillis()).containsExactly(0.0);
    }

    private static RoundResult round(Map<String, NodeUse> nodes) {
        return new RoundResult(
                1, 1, Figures.none(), Figures.none(), Figures.none(), true, 0, 0, nodes, Map.of("executor", 1.0));
    }
}
