package io.duestream.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.duestream.executor.node.LoadLimit;
import io.duestream.node.ProcessLoad;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The gate of an executor under a load of the processor, second by second, in virtual time. */
class GuardWatchTest {
    private final WorkGate gate = new WorkGate(() -> true);
    private double cpu;
    private long second;
    private int told;
    private int collections;
    private final GuardWatch watch = new GuardWatch(
            new LoadLimit(70, Guard.NO_LIMIT),
            () -> new ProcessLoad(Optional.of(cpu), 1, 100, Optional.empty()),
            gate,
            () -> told++,
            () -> collections++,
            () -> Duration.ofSeconds(second).toNanos());

    @Test
    void no_work_is_taken_while_the_processor_is_in_use_and_then_it_is_again() {
        seconds(0.75, 9);
        assertThat(gate.getAsBoolean()).as("a short peak").isTrue();

        seconds(0.75, 3);
        assertThat(gate.getAsBoolean()).isFalse();
        assertThat(gate.heldBack()).isEqualTo("the process uses 75 % of the processors; the limit is 70 %");
        assertThat(gate.takesPartitions()).as("its partitions wait for it").isTrue();
        assertThat(told).isEqualTo(1);

        seconds(0.75, 10);
        assertThat(gate.takesPartitions()).as("it lasts: others take over").isFalse();

        seconds(0.3, 4);
        assertThat(gate.getAsBoolean()).isTrue();
        assertThat(gate.takesPartitions()).isTrue();
        assertThat(gate.heldBack()).isEmpty();
        assertThat(collections).as("memory has no limit here").isZero();
    }

    private void seconds(double load, int count) {
        cpu = load;
        for (int i = 0; i < count; i++) {
            second++;
            watch.run();
        }
    }
}
